from pathlib import Path

import apps.core.constraints
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("tenants", "0004_second_factor"),
    ]

    operations = [
        migrations.CreateModel(
            name="Theme",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("product_name", models.CharField(blank=True, max_length=60)),
                ("brand", models.CharField(blank=True, max_length=7)),
                ("accent", models.CharField(blank=True, max_length=7)),
                ("logo", models.BinaryField(blank=True, null=True)),
                ("logo_digest", models.CharField(blank=True, max_length=64)),
                ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                "db_table": "themes",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant",), name="uq_theme"),
                    apps.core.constraints.RowSecurity(
                        grants={
                            "admin": "select, insert, update",
                            "developer": "select",
                            "gate": "select",
                            "homeowner": "select",
                            "service": "select",
                            "super_admin": "select, insert, update",
                        },
                        name="rls_themes",
                        tenant="tenant_id",
                    ),
                ],
            },
        ),
        migrations.RunSQL([(SQL / "theme.sql").read_text()], reverse_sql=[(SQL / "theme_reverse.sql").read_text()]),
    ]
