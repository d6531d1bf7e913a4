"""Is the process alive, and is it ready to serve: for load balancers and operators, without any detail of a tenant."""

from collections.abc import Callable
from functools import partial

import structlog
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, JsonResponse
from django.utils.module_loading import import_string

from .gate import ruled
from .rate_limiter import RatePolicy
from .rbac import Permission

log = structlog.get_logger(__name__)

DATABASE = "SELECT to_regprocedure('security.enter(uuid,bytea)') IS NOT NULL"
# Writes where limits are written, and says true whether the counter is new or stands.
LIMITS = "SELECT security.start_counter('readyz', 1, 60) IS NOT NULL"


@ruled(Permission.PUBLIC, RatePolicy.UNLIMITED)
@transaction.non_atomic_requests
def alive(request: HttpRequest) -> JsonResponse:
    """Answers without the database: a broken database is no reason to restart web processes."""
    return JsonResponse({"status": "ok"})


@ruled(Permission.PUBLIC, RatePolicy.UNLIMITED)
@transaction.non_atomic_requests
def ready(request: HttpRequest) -> JsonResponse:
    """200 while the database answers and is migrated, else 503.

    Failing limits and a trail that cannot be written are told but take no worker out of service: only sign-in, joining
    and what is costly refuse without limits, and a request goes on whose row was lost, with a line in the log.
    """
    works = {name: _works(name, probe) for name, probe in _probes().items()}
    status = "ok" if all(works.values()) else "degraded" if works["database"] else "failing"
    told = {name: "ok" if works_now else "failing" for name, works_now in works.items()}
    return JsonResponse({"status": status, **told}, status=200 if works["database"] else 503)


def _probes() -> dict[str, Callable[[], None]]:
    return {
        "database": partial(_ask, DATABASE),
        "limits": partial(_ask, LIMITS),
        "audit": import_string(settings.AUDIT_PROBE),
    }


def _ask(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        if not cursor.fetchone()[0]:
            raise DatabaseError("not migrated")


def _works(name: str, probe: Callable[[], None]) -> bool:
    try:
        probe()
    except DatabaseError:
        log.exception("not_ready", what=name)
        return False
    return True
