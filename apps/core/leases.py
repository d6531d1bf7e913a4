"""Who has a job, and until when: the part that every kind of job shares.

A job is a row. Whoever works on it holds a lease, which a second thread renews; a worker that is killed takes the
thread with it, the lease runs out, and the job is sent again. Times are the database's own, because the clocks of two
workers may differ.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread
from uuid import UUID

import structlog
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Now

from . import row_security

log = structlog.get_logger(__name__)


def lease_end() -> CombinedExpression:
    return Now() + timedelta(seconds=settings.INGEST_LEASE_SECONDS)


@contextmanager
def kept_alive(session: UUID, renew: Callable[[], object], *, job: UUID, every: float) -> Iterator[None]:
    """Call `renew` each `every` seconds from a second thread, in the scope of `session`, while the block works."""
    done = Event()
    thread = Thread(target=_renew_until, args=(done, session, renew, job, every), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _renew_until(done: Event, session: UUID, renew: Callable[[], object], job: UUID, every: float) -> None:
    with row_security.acting(session):
        while not done.wait(every):
            try:
                with transaction.atomic():
                    renew()
            except DatabaseError:
                log.warning("lease_not_renewed", job=str(job), exc_info=True)
    connection.close()
