"""Writing a plan: a handful of statements for a thousand rows, each home and person told of on the trail as if it had
been made or changed by hand. The caller's transaction holds all of it, so it is all or nothing."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Model

from apps.audit import services as audit
from apps.audit.changes import Changes, stage_changes
from apps.audit.events import AuditEvent
from apps.core.identity import Principal
from apps.core.validation import unless_taken
from apps.developments.models import Development, Unit
from apps.homeowners.models import Homeowner

from .planning import Outcome, Plan, Step

CHUNK = 1_000
Progress = Callable[[int], None]


def write(principal: Principal, development: Development, plan: Plan, progress: Progress) -> None:
    """Write every row of the plan that is not failed. `progress` is told how many rows are behind.

    Raises:
        Invalid: somebody has taken one of the numbers meanwhile.
    """
    behind = 0
    with unless_taken({"uq_unit_number": "unit_number"}):
        for chunk in _chunks(plan.steps):
            _write(principal, development, [step for step in chunk if step.outcome is not Outcome.FAILED])
            behind += len(chunk)
            progress(behind)


def _chunks(steps: Sequence[Step]) -> Iterator[Sequence[Step]]:
    return (steps[start : start + CHUNK] for start in range(0, len(steps), CHUNK))


def _write(principal: Principal, development: Development, steps: Sequence[Step]) -> None:
    _insert_units(principal, development, [s.unit for s in steps if s.unit and s.outcome is Outcome.INSERTED])
    _update(principal, AuditEvent.UNIT_CHANGED, [(s.unit, s.wanted) for s in steps if s.unit and s.wanted])
    people = [_resident(step.unit, person.given) for step in steps if step.unit for person in step.new_people]
    Homeowner.objects.bulk_create(people)
    audit.record_each(AuditEvent.HOMEOWNER_CREATED, principal, people)
    _update(principal, AuditEvent.HOMEOWNER_CHANGED, [change for step in steps for change in step.changed_people])


def _insert_units(principal: Principal, development: Development, units: Sequence[Unit]) -> None:
    by_type: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        unit.tenant_id, unit.development = development.tenant_id, development
        by_type[unit.house_type_code].append(unit)
    Unit.objects.bulk_create(units)
    for code, of_type in by_type.items():
        audit.record_each(AuditEvent.UNIT_CREATED, principal, of_type, house_type=code)


def _resident(unit: Unit, given: Mapping[str, str]) -> Homeowner:
    return Homeowner(tenant_id=unit.tenant_id, development_id=unit.development_id, unit=unit, **given)


def _update(principal: Principal, event: AuditEvent, wanted: Iterable[tuple[Model, Mapping[str, Any]]]) -> None:
    """Save what changed, one statement for all rows that change in the same fields."""
    changed: list[tuple[Any, Changes]] = [(row, stage_changes(row, values)) for row, values in wanted]
    alike: dict[tuple[str, ...], list[Any]] = defaultdict(list)
    for row, made in changed:
        alike[tuple(made.fields)].append(row)
    for fields, rows in alike.items():
        # An insert that meets each row: one statement, where `bulk_update` writes a CASE for every row and field.
        type(rows[0])._default_manager.bulk_create(
            rows, update_conflicts=True, unique_fields=["id"], update_fields=list(fields)
        )
    audit.record_changes(event, principal, changed)
