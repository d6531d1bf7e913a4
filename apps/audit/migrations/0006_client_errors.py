import uuid
from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

import apps.core.constraints

SQL = Path(__file__).resolve().parents[1] / "sql"
NOTE = "security.note_client_error(text, text, text, text, text, text, text, text, integer, bytea)"


class Migration(migrations.Migration):
    dependencies = [("audit", "0005_whose"), ("tenants", "0004_second_factor")]

    operations = [
        migrations.CreateModel(
            name="ClientError",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("fingerprint", models.CharField(max_length=32)),
                ("kind", models.CharField(max_length=40)),
                ("message", models.CharField(max_length=500)),
                ("source", models.CharField(max_length=200)),
                ("stack", models.TextField()),
                ("page", models.CharField(max_length=200)),
                ("browser", models.CharField(max_length=120)),
                ("count", models.PositiveIntegerField()),
                ("first_seen", models.DateTimeField()),
                ("last_seen", models.DateTimeField()),
                ("last_request_id", models.CharField(max_length=64)),
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
            options={"db_table": "client_errors", "ordering": ["-last_seen", "-id"]},
        ),
        migrations.AddIndex(
            model_name="clienterror",
            index=models.Index(fields=["tenant", "-last_seen"], name="ix_client_errors_seen"),
        ),
        migrations.AddIndex(
            model_name="clienterror",
            index=models.Index(fields=["tenant", "first_seen"], name="ix_client_errors_first"),
        ),
        migrations.AddConstraint(
            model_name="clienterror",
            constraint=models.UniqueConstraint(fields=("tenant", "fingerprint"), name="uq_client_error"),
        ),
        migrations.AddConstraint(
            model_name="clienterror",
            constraint=apps.core.constraints.RowSecurity(
                grants={"admin": "select", "gate": "select, insert, update", "super_admin": "select, delete"},
                name="rls_client_errors",
                tenant="tenant_id",
            ),
        ),
        migrations.RunSQL([(SQL / "client_errors.sql").read_text()], reverse_sql=[f"DROP FUNCTION {NOTE}"]),
    ]
