"""Importing homes: judge a file, keep what was read of it for an hour, and write it when somebody says so."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.db import transaction

from apps.audit import services as audit
from apps.audit.events import AuditEvent
from apps.core import rbac
from apps.core.errors import Conflict
from apps.core.identity import Principal
from apps.core.rbac import Permission
from apps.developments import selectors as developments
from apps.developments.archiving import refuse_archived
from apps.developments.models import Development
from apps.homeowners import tasks

from . import choosing, exporting, jobs, leases, planning, present, reading, report, selectors, table
from .models import ATTEMPTS, HomeImport, ImportState
from .report import Report

NAME_LENGTH = 200
Mapped = Mapping[str, str | None]


@transaction.atomic
def dry_run(
    principal: Principal, *, development_id: UUID, file: "File[bytes]", mapping: Mapped, only_valid: bool
) -> Report:
    """What `import_file` would do; nothing is written.

    Raises:
        Invalid, TooLarge: the file is refused, a required column is not in it, or the mapping does not fit it.
        Conflict: the development is archived.
    """
    estate = _open(principal, development_id)
    found = reading.read(file)
    fields = choosing.by_header(found, mapping)
    choosing.refuse_lacking(found, fields)
    plan = planning.plan(found, fields, present.of(principal, estate))
    return report.of(plan, found, fields, only_valid=only_valid)


@transaction.atomic
def import_file(
    principal: Principal,
    *,
    development_id: UUID,
    file: "File[bytes]",
    mapping: Mapped,
    only_valid: bool,
    at_once: bool = False,
) -> HomeImport:
    """Write the homes of a file: `at_once`, or queued where they are many. One error keeps all of them back, unless
    only the valid rows are asked for; then the import stays `checked`, and its report says why.

    Raises:
        Invalid, TooLarge, Conflict: as `dry_run`.
    """
    estate = _open(principal, development_id)
    found = reading.read(file)
    fields = choosing.by_header(found, mapping)
    choosing.refuse_lacking(found, fields)
    record = _new(principal, estate, file, found, fields)
    record.only_valid = only_valid
    _start(principal, estate, record, at_once=at_once)
    record.save()
    return record


@transaction.atomic
def upload(principal: Principal, *, development_id: UUID, file: "File[bytes]") -> HomeImport:
    """Judge a file and keep what was read of it, so that it can be confirmed without being sent again.

    Raises:
        Invalid, TooLarge, Conflict: as `dry_run`, but for columns that are lacking, which the report tells.
    """
    estate = _open(principal, development_id)
    found = reading.read(file)
    record = _new(principal, estate, file, found, choosing.by_header(found, {}))
    jobs.judge(principal, estate, record)
    record.save()
    return record


@transaction.atomic
def remap(principal: Principal, *, development_id: UUID, import_id: UUID, fields: Sequence[str | None]) -> HomeImport:
    """Judge a checked import anew, with other fields for its columns.

    Raises:
        Invalid: there is another number of columns, an unknown field, or one that cannot stand twice.
        Conflict: it has been started, or forgotten.
    """
    estate = _open(principal, development_id)
    record = _checked(principal, development_id, import_id)
    found = table.from_json(record.content)
    record.mapping = list(choosing.checked(found, fields))
    jobs.judge(principal, estate, record)
    record.save()
    return record


@transaction.atomic
def confirm(principal: Principal, *, development_id: UUID, import_id: UUID, only_valid: bool) -> HomeImport:
    """Write a checked import; one that was started already is left alone, so a second click does nothing.

    Raises:
        Conflict: it has been forgotten, or the development is archived.
    """
    estate = _open(principal, development_id)
    record = selectors.home_import(principal, development_id, import_id, lock=True)
    if record.state != ImportState.CHECKED:
        return record
    _refuse_forgotten(record)
    record.only_valid, record.requested_by = only_valid, principal.subject_id
    _start(principal, estate, record)
    record.save()
    return record


@transaction.atomic
def retry(principal: Principal, *, development_id: UUID, import_id: UUID) -> HomeImport:
    """Write an import that failed once more, judged anew; one that has not failed is left alone, so a second click does
    nothing.

    Raises:
        Conflict: it has been forgotten, or the development is archived.
    """
    estate = _open(principal, development_id)
    record = selectors.home_import(principal, development_id, import_id, lock=True)
    if record.state != ImportState.FAILED:
        return record
    _refuse_forgotten(record)
    record.failure, record.finished_at, record.requested_by = "", None, principal.subject_id
    record.attempts_allowed = record.attempts + ATTEMPTS
    audit.record(AuditEvent.IMPORT_RETRIED, principal, subject=record)
    _start(principal, estate, record)
    record.save()
    return record


@transaction.atomic
def export(principal: Principal, *, development_id: UUID, shape: str) -> tuple[str, Iterator[list[str]]]:
    """A name for the file, and its rows, which are read when they are asked for."""
    estate = developments.development(principal, development_id)
    rbac.check(principal, Permission.HOMEOWNER_VIEW, estate)
    people = exporting.most_people(estate)
    audit.record(AuditEvent.UNITS_EXPORTED, principal, subject=estate, shape=shape)
    rows = exporting.rows(principal, estate, people)
    return f"{estate.slug}-homes", chain([exporting.header(people)], rows)


def template(principal: Principal, *, development_id: UUID) -> Iterator[list[str]]:
    codes = developments.house_types_of(principal, development_id).values_list("code", flat=True)
    return exporting.template(list(codes))


def _open(principal: Principal, development_id: UUID) -> Development:
    estate = developments.development(principal, development_id)
    rbac.check(principal, Permission.UNIT_MANAGE, estate)
    rbac.check(principal, Permission.HOMEOWNER_MANAGE, estate)
    refuse_archived(estate)
    return estate


def _new(
    principal: Principal, estate: Development, file: "File[bytes]", found: table.Table, fields: Sequence[str | None]
) -> HomeImport:
    return HomeImport(
        tenant_id=estate.tenant_id,
        development=estate,
        file_name=(file.name or "").rsplit("/", 1)[-1][-NAME_LENGTH:],
        content=table.to_json(found),
        mapping=list(fields),
        requested_by=principal.subject_id,
    )


def _start(principal: Principal, estate: Development, record: HomeImport, *, at_once: bool = False) -> None:
    """Write a short list at once; queue a long one that may be written."""
    if at_once or len(record.content["lines"]) <= settings.IMPORT_SYNC_ROWS:
        jobs.perform(principal, record, lambda done: None)
    elif jobs.judge(principal, estate, record).may_write(only_valid=record.only_valid):
        _queue(record)


def _queue(record: HomeImport) -> None:
    """Wake a worker. A broker that is down costs time only: the row waits to be dispatched again."""
    record.state, record.lease_until = ImportState.QUEUED, leases.lease_end()

    def wake() -> None:
        tasks.import_homes.enqueue(record.tenant_id, str(record.pk))

    transaction.on_commit(wake, robust=True)


def _checked(principal: Principal, development_id: UUID, import_id: UUID) -> HomeImport:
    record = selectors.home_import(principal, development_id, import_id, lock=True)
    if record.state != ImportState.CHECKED:
        raise Conflict("This import has been started already.")
    _refuse_forgotten(record)
    return record


def _refuse_forgotten(record: HomeImport) -> None:
    if record.content is None:
        raise Conflict("What was read of this file was kept for an hour. Please upload it again.")
