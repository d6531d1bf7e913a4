"""Who has passages without vectors. Apart from making them, so that asking needs none of the packages."""

from uuid import UUID

from django.db import connection

from apps.core import row_security

from . import model

TENANTS = "SELECT security.tenants_without_vectors(%s, %s)"


def tenants() -> list[UUID]:
    """Tenants with published passages that lack this model's vectors; none where there is no model."""
    key = model.key()
    if key is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(TENANTS, [key, row_security.proof(f"tenants_without_vectors:{key}")])
        return [tenant_id for (tenant_id,) in cursor.fetchall()]
