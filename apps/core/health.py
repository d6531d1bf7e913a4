"""Is the process alive, and is it ready to serve: for load balancers and operators, without any detail of a tenant."""

import structlog
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, JsonResponse

from .gate import ruled
from .rate_limiter import RatePolicy
from .rbac import Permission

log = structlog.get_logger(__name__)

PROBE = "SELECT to_regprocedure('security.enter(uuid,bytea)') IS NOT NULL"


@ruled(Permission.PUBLIC, RatePolicy.UNLIMITED)
@transaction.non_atomic_requests
def alive(request: HttpRequest) -> JsonResponse:
    """Answers without the database: a broken database is no reason to restart web processes."""
    return JsonResponse({"status": "ok"})


@ruled(Permission.PUBLIC, RatePolicy.UNLIMITED)
@transaction.non_atomic_requests
def ready(request: HttpRequest) -> JsonResponse:
    """200 while the database answers and is migrated, else 503."""
    database = "ok" if _gate_answers() else "failing"
    status = 200 if database == "ok" else 503
    return JsonResponse({"status": database, "database": database}, status=status)


def _gate_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute(PROBE)
            return bool(cursor.fetchone()[0])
    except DatabaseError:
        log.exception("not_ready")
        return False
