"""The trail's own background work."""

from celery import shared_task
from django.db import connection, transaction

from apps.core import row_security

from . import refusals, seals
from .client_errors import services as client_errors

MONTHS_AHEAD = 3


@shared_task(name="audit.seal")
def seal() -> None:
    seals.seal()


@shared_task(name="audit.tell_refusals")
def tell_refusals() -> None:
    refusals.tell()


@shared_task(name="audit.add_partitions")
def add_partitions() -> None:
    """Rows of a month without a partition would all share the default one."""
    with row_security.service_scope(None, "audit partitions"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT audit_add_partitions(%s)", [MONTHS_AHEAD])


@shared_task(name="audit.forget_client_errors")
def forget_client_errors() -> None:
    with row_security.service_scope(None, "old client errors"), transaction.atomic():
        client_errors.forget_old()
