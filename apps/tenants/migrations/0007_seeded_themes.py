import apps.core.constraints
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("tenants", "0006_team"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="theme",
            name="rls_themes",
        ),
        migrations.AddConstraint(
            model_name="theme",
            constraint=apps.core.constraints.RowSecurity(
                grants={
                    "admin": "select, insert, update",
                    "developer": "select",
                    "gate": "select",
                    "homeowner": "select",
                    "service": "select, insert, update",
                    "super_admin": "select, insert, update",
                },
                name="rls_themes",
                tenant="tenant_id",
            ),
        ),
    ]
