from pathlib import Path

import apps.core.constraints
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("tenants", "0003_lockout"),
    ]

    operations = [
        migrations.CreateModel(
            name="Authenticator",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("confirmed", models.BooleanField(default=True, help_text="Is this device ready for use?")),
                (
                    "throttling_failure_timestamp",
                    models.DateTimeField(
                        blank=True,
                        default=None,
                        help_text="A timestamp of the last failed verification attempt. Null if last attempt succeeded.",
                        null=True,
                    ),
                ),
                (
                    "throttling_failure_count",
                    models.PositiveIntegerField(default=0, help_text="Number of successive failed attempts."),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        auto_now_add=True,
                        help_text="The date and time when this device was initially created in the system.",
                        null=True,
                    ),
                ),
                (
                    "last_used_at",
                    models.DateTimeField(
                        blank=True, help_text="The most recent date and time this device was used.", null=True
                    ),
                ),
                ("sealed_key", models.BinaryField()),
                ("drift", models.SmallIntegerField(default=0)),
                ("last_t", models.BigIntegerField(default=-1)),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenants.tenant",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "authenticators",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "user"), name="uq_authenticator"),
                    apps.core.constraints.TenantForeignKey(
                        columns=("tenant_id", "user_id"),
                        name="fk_authenticators_user_id",
                        on_delete="CASCADE",
                        to="tenants.Staff",
                        to_columns=("tenant_id", "id"),
                    ),
                    apps.core.constraints.RowSecurity(
                        grants={"gate": "select", "super_admin": "select, insert, update, delete"},
                        name="rls_authenticators",
                        tenant="tenant_id",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecoveryCode",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("fingerprint", models.BinaryField()),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenants.tenant",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "recovery_codes",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "user", "fingerprint"), name="uq_recovery_code"),
                    apps.core.constraints.TenantForeignKey(
                        columns=("tenant_id", "user_id"),
                        name="fk_recovery_codes_user_id",
                        on_delete="CASCADE",
                        to="tenants.Staff",
                        to_columns=("tenant_id", "id"),
                    ),
                    apps.core.constraints.RowSecurity(
                        grants={"super_admin": "select, insert, update, delete"},
                        name="rls_recovery_codes",
                        tenant="tenant_id",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            [(SQL / "second_factor.sql").read_text()], reverse_sql=[(SQL / "second_factor_reverse.sql").read_text()]
        ),
    ]
