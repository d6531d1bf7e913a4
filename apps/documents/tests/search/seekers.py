"""Searching as a person would, in the scope of a session of theirs, below HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction

from apps.core import row_security
from apps.core.identity import Principal, Role
from apps.core.row_security import proof
from apps.documents.search import Passage, SearchResult, search
from apps.homeowners.models import Homeowner
from apps.tenants.models import Staff

OPEN = "SELECT id FROM security.open_session(%s, %s, NULL, NULL, '{}', 'test', NULL, 3600, 1800, %s)"


@contextmanager
def acting_as(person: Homeowner | Staff) -> Iterator[UUID]:
    """One transaction in the scope of a fresh session of this person."""
    kind = "homeowner" if isinstance(person, Homeowner) else "staff"
    with connection.cursor() as cursor:
        cursor.execute(OPEN, [kind, person.pk, proof(f"open:{kind}:{person.pk}")])
        session: UUID = cursor.fetchone()[0]
    with row_security.acting(session), transaction.atomic():
        yield session


def found_by(
    person: Homeowner | Staff, query: str, *, development_id: UUID, house_type_code: str | None = None
) -> list[Passage]:
    """What the search shows this person, best first."""
    return list(searched_by(person, query, development_id=development_id, house_type_code=house_type_code).passages)


def searched_by(
    person: Homeowner | Staff, query: str, *, development_id: UUID, house_type_code: str | None = None
) -> SearchResult:
    with acting_as(person) as session:
        principal = _principal(person, session)
        return search(principal, query=query, development_id=development_id, house_type_code=house_type_code)


def _principal(person: Homeowner | Staff, session: UUID) -> Principal:
    if isinstance(person, Staff):
        return Principal(role=Role(person.role), session=session, tenant_id=person.tenant_id)
    return Principal(
        role=Role.HOMEOWNER,
        session=session,
        tenant_id=person.tenant_id,
        subject_id=person.pk,
        development_ids=frozenset({person.development_id}),
        unit_id=person.unit_id,
        house_type_code=person.unit.house_type_code,
    )
