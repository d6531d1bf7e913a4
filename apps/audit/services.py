"""Writing the audit trail. `record` is the only way in; what it refuses to hold cannot be logged by mistake."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol
from uuid import UUID

from apps.core import request_context
from apps.core.identity import PLATFORM_TENANT, Principal

from . import watching
from .changes import Changes
from .events import CATALOGUE, AuditEvent
from .models import AuditLog

# Rows a statement: a row has some twenty values, and a statement holds 65,535.
BATCH = 2_000


class Subject(Protocol):
    """What an event is about: any object with a key; its tenant, where it has one, is the row's."""

    pk: Any


class UndeclaredPayload(ValueError):
    """A key that the catalogue does not allow for this event."""


def record(
    event: AuditEvent,
    principal: Principal,
    *,
    subject: Subject | None = None,
    tenant_id: UUID | None = None,
    status: int | None = None,
    changes: Changes | None = None,
    **payload: Any,
) -> None:
    """Append one row inside the caller's transaction, so that the event and what it tells of stand or fall together.

    `changes` are what `changes.apply_changes` found, masked already.
    The row belongs to `tenant_id`, else to the subject's tenant, else to the principal's, else to the platform.

    Raises:
        UndeclaredPayload: a key is not on the event's list.
    """
    row = _row(event, principal, subject, tenant_id, status, changes, payload)
    row.save(force_insert=True)
    watching.tell(event, principal, row)


def record_each(event: AuditEvent, principal: Principal, subjects: Iterable[Subject], **payload: Any) -> None:
    """One row for each subject, all of them in one statement, under the same rules as `record`."""
    rows = [_row(event, principal, subject, None, None, None, payload) for subject in subjects]
    _append(event, principal, rows)


def record_changes(event: AuditEvent, principal: Principal, changed: Iterable[tuple[Subject, Changes]]) -> None:
    """One row for each subject with what changed of it, all of them in one statement; the event holds `fields`."""
    rows = [_row(event, principal, subject, None, None, made, {"fields": made.fields}) for subject, made in changed]
    _append(event, principal, rows)


def _append(event: AuditEvent, principal: Principal, rows: list[AuditLog]) -> None:
    AuditLog.objects.bulk_create(rows, batch_size=BATCH)
    for row in rows:
        watching.tell(event, principal, row)


def _row(
    event: AuditEvent,
    principal: Principal,
    subject: Subject | None,
    tenant_id: UUID | None,
    status: int | None,
    changes: Changes | None,
    payload: Mapping[str, Any],
) -> AuditLog:
    undeclared = set(payload) - CATALOGUE[event].payload
    if undeclared:
        raise UndeclaredPayload(f"{event} may not hold {', '.join(sorted(undeclared))}")
    context = request_context.current()
    return AuditLog(
        tenant_id=tenant_id or getattr(subject, "tenant_id", None) or principal.tenant_id or PLATFORM_TENANT,
        actor_id=principal.subject_id,
        actor_role=principal.role,
        impersonated_by=principal.impersonated_by,
        event=event,
        category=CATALOGUE[event].category,
        subject_type=subject._meta.label_lower if subject is not None else "",  # type: ignore[attr-defined]
        subject_id=subject.pk if subject is not None else None,
        ip_address=context.address,
        request_path=context.path,
        request_method=context.method,
        request_id=context.id,
        status=status,
        request_payload={key: _plain(value) for key, value in {**payload, **_by_token(principal)}.items()},
        changes=changes.values if changes else {},
    )


def _by_token(principal: Principal) -> dict[str, Any]:
    """Which token acts for its person, on every row of what it does."""
    return {"token_id": principal.session} if principal.is_token else {}


def _plain(value: Any) -> Any:
    """JSON as it is; ids, times and enumerations as text."""
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in value]
    return value if value is None or isinstance(value, (bool, int, float)) else str(value)
