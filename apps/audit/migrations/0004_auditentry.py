import uuid

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_seals")]

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
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
                ("xid", models.BigIntegerField(default=0, editable=False)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
            ],
            options={"verbose_name_plural": "audit entries", "db_table": "audit_log", "managed": False},
        ),
    ]
