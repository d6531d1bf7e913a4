from pathlib import Path

import apps.core.constraints
import django.db.models.deletion
import uuid
from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("developments", "0001_initial"),
        ("tenants", "0002_membership"),
    ]

    operations = [
        migrations.CreateModel(
            name="EnrolmentCode",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("code_hash", models.BinaryField()),
                ("short_hash", models.BinaryField()),
                ("scans", models.PositiveIntegerField(default=0)),
                ("last_scan_at", models.DateTimeField(blank=True, null=True)),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
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
                    "tenant",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenants.tenant",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="developments.unit",
                    ),
                ),
            ],
            options={
                "db_table": "enrolment_codes",
                "ordering": ["-created_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)), fields=("tenant", "unit"), name="uq_enrolment_live"
                    ),
                    apps.core.constraints.TenantForeignKey(
                        columns=("tenant_id", "development_id"),
                        name="fk_enrolment_codes_development_id",
                        on_delete="NO ACTION",
                        to="developments.Development",
                        to_columns=("tenant_id", "id"),
                    ),
                    apps.core.constraints.TenantForeignKey(
                        columns=("tenant_id", "development_id", "unit_id"),
                        name="fk_enrolment_codes_unit",
                        on_delete="NO ACTION",
                        to="developments.Unit",
                        to_columns=("tenant_id", "development_id", "id"),
                    ),
                    apps.core.constraints.RowSecurity(
                        development="development_id",
                        grants={
                            "admin": "select, insert, update",
                            "developer": "select, insert, update",
                            "gate": "select",
                            "service": "select, insert, update",
                            "super_admin": "select, insert, update",
                        },
                        name="rls_enrolment_codes",
                        tenant="tenant_id",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Homeowner",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(blank=True, max_length=120)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
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
                    "tenant",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenants.tenant",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="homeowners",
                        to="developments.unit",
                    ),
                ),
            ],
            options={
                "db_table": "homeowners",
                "ordering": ["created_at"],
                "indexes": [models.Index(fields=["tenant", "development", "unit"], name="ix_homeowner_unit")],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "id"), name="uq_homeowners_identity"),
                    apps.core.constraints.TenantForeignKey(
                        columns=("tenant_id", "development_id"),
                        name="fk_homeowners_development_id",
                        on_delete="NO ACTION",
                        to="developments.Development",
                        to_columns=("tenant_id", "id"),
                    ),
                    apps.core.constraints.TenantForeignKey(
                        columns=("tenant_id", "development_id", "unit_id"),
                        name="fk_homeowners_unit",
                        on_delete="NO ACTION",
                        to="developments.Unit",
                        to_columns=("tenant_id", "development_id", "id"),
                    ),
                    apps.core.constraints.RowSecurity(
                        development="development_id",
                        grants={
                            "admin": "select, insert, update, delete",
                            "developer": "select, insert, update, delete",
                            "homeowner": "select",
                            "service": "select, insert, update",
                            "super_admin": "select, insert, update, delete",
                        },
                        homeowner="id",
                        name="rls_homeowners",
                        tenant="tenant_id",
                        unit="unit_id",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            [(SQL / "subjects.sql").read_text()], reverse_sql=[(SQL / "subjects_reverse.sql").read_text()]
        ),
    ]
