import apps.core.constraints
import django.db.models.deletion
import django.db.models.functions.text
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_gate"),
    ]

    operations = [
        migrations.CreateModel(
            name="Tenant",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("country", models.CharField(default="IE", max_length=2)),
                ("require_second_factor", models.BooleanField(default=False)),
                ("support_may_write", models.BooleanField(db_default=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "db_table": "tenants",
                "ordering": ["name"],
                "constraints": [
                    apps.core.constraints.RowSecurity(
                        grants={
                            "admin": "select, update",
                            "developer": "select",
                            "gate": "select",
                            "homeowner": "select",
                            "service": "select",
                            "super_admin": "select, insert, update",
                        },
                        name="rls_tenants",
                        tenant="id",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Staff",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("email", models.EmailField(max_length=254)),
                ("name", models.CharField(max_length=120)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("super_admin", "Platform operator"),
                            ("admin", "Enterprise admin"),
                            ("developer", "Builder"),
                        ],
                        max_length=20,
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
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
                "verbose_name_plural": "staff",
                "db_table": "staff",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "id"), name="uq_staff_identity"),
                    models.UniqueConstraint(
                        models.F("tenant"), django.db.models.functions.text.Lower("email"), name="uq_staff_email"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["super_admin", "admin", "developer"])), name="ck_staff_role"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("role", "super_admin"), ("tenant", uuid.UUID("00000000-0000-0000-0000-000000000001"))
                            ),
                            models.Q(
                                models.Q(("role", "super_admin"), _negated=True),
                                models.Q(("tenant", uuid.UUID("00000000-0000-0000-0000-000000000001")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="ck_staff_platform",
                    ),
                    apps.core.constraints.RowSecurity(
                        grants={
                            "admin": "select, insert, update",
                            "developer": "select",
                            "gate": "select",
                            "service": "select",
                            "super_admin": "select, insert, update",
                        },
                        name="rls_staff",
                        tenant="tenant_id",
                    ),
                ],
            },
        ),
    ]
