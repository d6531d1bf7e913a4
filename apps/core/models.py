"""What every tenant-owned table starts with."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import models

from .constraints import RowSecurity, TenantForeignKey


class TenantOwned(models.Model):
    """A row of one tenant. A concrete model declares its `RowSecurity`; the system check `openhouse.E001` insists."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, db_index=False, related_name="+")

    class Meta:
        abstract = True


class DevelopmentOwned(TenantOwned):
    """A row of one development; the database ties it to the development's own tenant."""

    development = models.ForeignKey(
        "developments.Development", on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+"
    )

    class Meta:
        abstract = True


def row_security(table: str, grants: Mapping[str, str], **columns: Any) -> RowSecurity:
    return RowSecurity(name=f"rls_{table}", grants=grants, **columns)


def tenant_key(table: str, column: str, to: str, **options: Any) -> TenantForeignKey:
    """`(tenant_id, column)` refers to `(tenant_id, id)` of `to`."""
    return TenantForeignKey(
        name=f"fk_{table}_{column}", columns=("tenant_id", column), to=to, to_columns=("tenant_id", "id"), **options
    )


def development_key(table: str) -> TenantForeignKey:
    return tenant_key(table, "development_id", "developments.Development")


def identity_key(table: str) -> models.UniqueConstraint:
    """What composite foreign keys refer to."""
    return models.UniqueConstraint(fields=["tenant", "id"], name=f"uq_{table}_identity")
