"""Sealing in tests: a transaction of any database on the server holds seals back, so one attempt may seal nothing."""

from typing import TYPE_CHECKING

from .waiting import wait_for

if TYPE_CHECKING:
    import psycopg

    from apps.tenants.models import Tenant

UNSEALED = """SELECT count(*) FROM audit_log WHERE tenant_id = %(tenant)s
    AND xid >= coalesce((SELECT max(to_xid) FROM audit_seals WHERE tenant_id = %(tenant)s), 0)"""


def seal_all(superuser: "psycopg.Connection", tenant: "Tenant") -> None:
    """Seal until no row of the tenant is left."""
    from apps.audit import seals

    def sealed() -> bool:
        seals.seal()
        return superuser.execute(UNSEALED, {"tenant": tenant.pk}).fetchone() == (0,)

    wait_for(sealed)
