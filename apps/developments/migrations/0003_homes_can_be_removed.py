import apps.core.constraints
from django.db import migrations

GRANTS = {
    "admin": "select, insert, update, delete",
    "developer": "select, insert, update, delete",
    "gate": "select",
    "homeowner": "select",
    "service": "select, insert, update",
    "super_admin": "select, insert, update, delete",
}


class Migration(migrations.Migration):
    """Builders may remove a home that was added by mistake; what belongs to a home keeps it there."""

    dependencies = [("developments", "0002_home_details")]

    operations = [
        migrations.RemoveConstraint(model_name="unit", name="rls_units"),
        migrations.AddConstraint(
            model_name="unit",
            constraint=apps.core.constraints.RowSecurity(
                development="development_id", grants=GRANTS, name="rls_units", tenant="tenant_id", unit="id"
            ),
        ),
    ]
