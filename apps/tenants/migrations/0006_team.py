import apps.core.constraints
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tenants", "0005_theme"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountLink",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "purpose",
                    models.CharField(
                        choices=[("invitation", "Invitation"), ("reset", "Password reset")], max_length=20
                    ),
                ),
                ("fingerprint", models.BinaryField()),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField()),
            ],
            options={
                "db_table": "account_links",
            },
        ),
        migrations.RemoveConstraint(
            model_name="staff",
            name="rls_staff",
        ),
        migrations.AddConstraint(
            model_name="staff",
            constraint=apps.core.constraints.RowSecurity(
                grants={
                    "admin": "select, insert, update, delete",
                    "developer": "select",
                    "gate": "select",
                    "service": "select",
                    "super_admin": "select, insert, update, delete",
                },
                name="rls_staff",
                tenant="tenant_id",
            ),
        ),
        migrations.AddField(
            model_name="accountlink",
            name="staff",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="links",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="accountlink",
            name="tenant",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.tenant"
            ),
        ),
        migrations.AddConstraint(
            model_name="accountlink",
            constraint=models.UniqueConstraint(fields=("tenant", "staff"), name="uq_account_link"),
        ),
        migrations.AddConstraint(
            model_name="accountlink",
            constraint=apps.core.constraints.TenantForeignKey(
                columns=("tenant_id", "staff_id"),
                name="fk_account_links_staff_id",
                on_delete="CASCADE",
                to="tenants.Staff",
                to_columns=("tenant_id", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="accountlink",
            constraint=apps.core.constraints.RowSecurity(
                grants={
                    "admin": "select, delete",
                    "service": "select, insert, update, delete",
                    "super_admin": "select, insert, update, delete",
                },
                name="rls_account_links",
                tenant="tenant_id",
            ),
        ),
    ]
