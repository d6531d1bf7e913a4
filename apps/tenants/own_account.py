"""What staff change about themselves.

One's own row is written in the platform's scope: a builder may change no staff at all, and an operator inside a tenant
does not see the row. So these open a scope and a transaction of their own, and their views declare `atomic = False`.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth import HASH_SESSION_KEY, authenticate
from django.contrib.auth.password_validation import validate_password
from django.db import connection, transaction

from apps.audit.events import AuditEvent
from apps.audit.services import record
from apps.core import row_security
from apps.core.errors import Invalid, SessionEnded
from apps.core.http import Request
from apps.core.identity import Principal
from apps.core.validation import told_as

from .failures import record_failure
from .models import Staff


@contextmanager
def oneself(principal: Principal, reason: str) -> Iterator[Staff]:
    """One's own row, locked, in a transaction of the platform's scope."""
    with row_security.service_scope(None, reason), transaction.atomic():
        rows = Staff.objects.select_related("tenant").select_for_update(of=("self",))
        yield rows.get(pk=principal.subject_id)


def password_replace(request: Request, *, current: str, new: str) -> None:
    """Change one's password. This session goes on under a new key; every other one ends.

    Raises:
        Invalid: `current` is not right, or `new` is not good enough.
    """
    principal = request.principal
    with oneself(principal, "own password") as person:
        email = person.email
    if not _is_right(request, email, current):
        record_failure(request, email)
        raise Invalid.field("current", "invalid", "This is not your present password.")
    with oneself(principal, "own password") as person:
        with told_as("new"):
            validate_password(new, person)
        person.set_password(new)
        person.save(update_fields=["password"])
        _keep(principal)
        request.session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        renew_key(request)
        record(AuditEvent.STAFF_CHANGED, principal, subject=person, password=True)


def renew_key(request: Request) -> None:
    """From now on only a new cookie opens this session; the answer carries it."""
    request.session.cycle_key()
    request.session.save()


def _is_right(request: Request, email: str, password: str) -> bool:
    """By the way that signing in goes, so that guesses count alike."""
    known = authenticate(request, username=email, password=password)
    return known is not None and known.pk == request.principal.subject_id


def _keep(principal: Principal) -> None:
    """Of the person's sessions, which the change has ended, this one lives on."""
    proof = row_security.proof(f"keep:{principal.session}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT security.keep_session(%s, %s)", [principal.session, proof])
        if not cursor.fetchone()[0]:
            raise SessionEnded(reason="ended while it changed the password")
