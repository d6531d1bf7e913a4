import apps.core.constraints
from django.db import migrations

GRANTS = {
    "admin": "select, insert, update, delete",
    "developer": "select, insert, update, delete",
    "homeowner": "select",
    "service": "select, insert, update",
    "super_admin": "select, insert, update, delete",
}


class Migration(migrations.Migration):
    """Builders may remove a house type that nothing is of; homes and documents keep theirs there."""

    dependencies = [("developments", "0006_joining")]

    operations = [
        migrations.RemoveConstraint(model_name="housetype", name="rls_house_types"),
        migrations.AddConstraint(
            model_name="housetype",
            constraint=apps.core.constraints.RowSecurity(
                development="development_id",
                grants=GRANTS,
                house_type="code",
                name="rls_house_types",
                tenant="tenant_id",
            ),
        ),
    ]
