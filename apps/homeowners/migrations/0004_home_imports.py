import apps.core.constraints
import django.db.models.deletion
import uuid
from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("developments", "0002_home_details"),
        ("homeowners", "0003_email_key"),
        ("tenants", "0004_second_factor"),
    ]

    operations = [
        migrations.CreateModel(
            name="HomeImport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("checked", "Checked"),
                            ("queued", "Queued"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                        ],
                        default="checked",
                        max_length=10,
                    ),
                ),
                ("file_name", models.CharField(max_length=200)),
                ("content", models.JSONField(null=True)),
                ("mapping", models.JSONField(default=list)),
                ("report", models.JSONField(null=True)),
                ("only_valid", models.BooleanField(default=False)),
                ("requested_by", models.UUIDField(null=True)),
                ("total", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("failed", models.PositiveIntegerField(default=0)),
                ("inserted", models.PositiveIntegerField(default=0)),
                ("updated", models.PositiveIntegerField(default=0)),
                ("unchanged", models.PositiveIntegerField(default=0)),
                ("failure", models.CharField(blank=True, max_length=300)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("lease_until", models.DateTimeField(null=True)),
                ("forget_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("finished_at", models.DateTimeField(null=True)),
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
            ],
            options={
                "db_table": "home_imports",
                "ordering": ["-created_at", "id"],
                "indexes": [
                    models.Index(fields=["tenant", "development", "-created_at"], name="ix_home_import_development"),
                    models.Index(
                        condition=models.Q(("state__in", ["queued", "running"])),
                        fields=["tenant", "lease_until"],
                        name="ix_home_import_unfinished",
                    ),
                    models.Index(
                        condition=models.Q(("forget_at__isnull", False)),
                        fields=["tenant", "forget_at"],
                        name="ix_home_import_forget",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "id"), name="uq_home_imports_identity"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["checked", "queued", "running", "done", "failed"])),
                        name="ck_home_import_state",
                    ),
                    apps.core.constraints.TenantForeignKey(
                        columns=("tenant_id", "development_id"),
                        name="fk_home_imports_development_id",
                        on_delete="NO ACTION",
                        to="developments.Development",
                        to_columns=("tenant_id", "id"),
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
                        name="rls_home_imports",
                        tenant="tenant_id",
                    ),
                ],
            },
        ),
        migrations.RunSQL((SQL / "imports.sql").read_text(), reverse_sql=(SQL / "imports_reverse.sql").read_text()),
    ]
