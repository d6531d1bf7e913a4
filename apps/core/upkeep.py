"""What grows with every request and is of no use later: windows that have passed, sessions that have ended, answers
that nobody asks for again."""

from django.db import connection

from .row_security import proof

KEEP_SESSIONS = "30 days"


def prune_limits(*, dry_run: bool = False) -> int:
    """Remove limits not spent for a day; how many. With `dry_run` only counts them."""
    return _number("SELECT security.prune_limits(%s, %s)", dry_run, proof("prune_limits"))


def prune_sessions() -> int:
    """Remove people's sessions that ended longer ago than `KEEP_SESSIONS`, services' after an hour; how many."""
    return _number("SELECT security.prune_sessions(%s, %s)", KEEP_SESSIONS, proof(f"prune_sessions:{KEEP_SESSIONS}"))


def prune_answers() -> int:
    """Remove answers kept for an Idempotency-Key for longer than a day; how many."""
    return _number("SELECT security.prune_answers(%s)", proof("prune_answers"))


def _number(statement: str, *arguments: str | bool | bytes) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments)
        return int(cursor.fetchone()[0])
