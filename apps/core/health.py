"""Is the process alive, and is it ready to serve: for load balancers and operators, without any detail of a tenant."""

import structlog
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, JsonResponse

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

    Failing limits are told but take no worker out of service: only sign-in, joining and what is costly refuse then.
    """
    database, limits = _works("database", DATABASE), _works("limits", LIMITS)
    status = "ok" if database and limits else "degraded" if database else "failing"
    body = {"status": status, "database": _word(database), "limits": _word(limits)}
    return JsonResponse(body, status=200 if database else 503)


def _works(what: str, probe: str) -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute(probe)
            return bool(cursor.fetchone()[0])
    except DatabaseError:
        log.exception("not_ready", what=what)
        return False


def _word(works: bool) -> str:
    return "ok" if works else "failing"
