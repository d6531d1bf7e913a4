from pathlib import Path

import apps.core.constraints
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("developments", "0001_initial"),
        ("tenants", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "development",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="developments.development",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenants.tenant",
                    ),
                ),
            ],
            options={
                "db_table": "memberships",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "staff", "development"), name="uq_membership"),
                    apps.core.constraints.TenantForeignKey(
                        columns=("tenant_id", "development_id"),
                        name="fk_memberships_development_id",
                        on_delete="NO ACTION",
                        to="developments.Development",
                        to_columns=("tenant_id", "id"),
                    ),
                    apps.core.constraints.TenantForeignKey(
                        columns=("tenant_id", "staff_id"),
                        name="fk_memberships_staff_id",
                        on_delete="CASCADE",
                        to="tenants.Staff",
                        to_columns=("tenant_id", "id"),
                    ),
                    apps.core.constraints.RowSecurity(
                        development="development_id",
                        grants={
                            "admin": "select, insert, delete",
                            "developer": "select",
                            "gate": "select",
                            "service": "select",
                            "super_admin": "select, insert, delete",
                        },
                        name="rls_memberships",
                        tenant="tenant_id",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            [(SQL / "subjects.sql").read_text()], reverse_sql=[(SQL / "subjects_reverse.sql").read_text()]
        ),
    ]
