import apps.core.constraints
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("tenants", "0002_membership"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditLog",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "id", "at", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("actor_id", models.UUIDField(null=True)),
                ("actor_role", models.CharField(max_length=20)),
                ("impersonated_by", models.UUIDField(null=True)),
                ("event", models.CharField(max_length=60)),
                ("category", models.CharField(max_length=20)),
                ("subject_type", models.CharField(blank=True, max_length=60)),
                ("subject_id", models.UUIDField(null=True)),
                ("ip_address", models.GenericIPAddressField(null=True)),
                ("request_path", models.CharField(blank=True, max_length=300)),
                ("request_method", models.CharField(blank=True, max_length=10)),
                ("request_id", models.CharField(blank=True, max_length=64)),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("request_payload", models.JSONField(default=dict)),
                ("changes", models.JSONField(default=dict)),
                (
                    "tenant",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="tenants.tenant",
                    ),
                ),
            ],
            options={
                "db_table": "audit_log",
                "ordering": ["-at"],
                "indexes": [
                    models.Index(fields=["tenant", "-at"], name="ix_audit_tenant_at"),
                    models.Index(fields=["tenant", "event", "-at"], name="ix_audit_tenant_event"),
                    models.Index(fields=["tenant", "actor_id", "-at"], name="ix_audit_tenant_actor"),
                    models.Index(fields=["tenant", "request_id"], name="ix_audit_tenant_request"),
                ],
                "constraints": [
                    apps.core.constraints.PartitionedByMonth(column="at", name="audit_log_by_month"),
                    apps.core.constraints.RowSecurity(
                        grants={
                            "admin": "select, insert",
                            "anonymous": "insert",
                            "developer": "insert",
                            "homeowner": "insert",
                            "service": "insert",
                            "super_admin": "select, insert",
                        },
                        name="rls_audit_log",
                        tenant="tenant_id",
                    ),
                    apps.core.constraints.AppendOnly(name="audit_log_append_only"),
                ],
            },
        ),
    ]
