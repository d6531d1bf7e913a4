"""Operators' commands that write: one transaction in the platform's scope, which the trail tells of with its reason."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError
from django.db import transaction

from apps.core import row_security
from apps.core.errors import Problem
from apps.core.identity import Principal

from .events import AuditEvent
from .services import record


@contextmanager
def operating(command: str, reason: str, *, dry_run: bool = False) -> Iterator[Principal]:
    """A dry run does everything and takes it back.

    Raises:
        CommandError: for a problem raised inside, with its words.
    """
    with row_security.service_scope(None, reason) as principal:
        try:
            with transaction.atomic():
                record(AuditEvent.PLATFORM_SCOPE, principal, command=command, reason=reason)
                yield principal
                transaction.set_rollback(dry_run)
        except Problem as problem:
            raise CommandError(_words(problem)) from None


def _words(problem: Problem) -> str:
    told = [f"{error.field}: {error.message}" if error.field else error.message for error in problem.errors]
    return "; ".join(told) or problem.detail or "not found"
