import apps.core.constraints

from django.db import migrations

GRANTS = {
    "super_admin": "select, insert",
    "admin": "select, insert",
    "developer": "select, insert",
    "homeowner": "insert",
    "service": "select, insert",
}


class Migration(migrations.Migration):
    dependencies = [("assistant", "0004_guidance")]

    operations = [
        migrations.RemoveConstraint(model_name="searchlog", name="rls_search_log"),
        migrations.AddConstraint(
            model_name="searchlog",
            constraint=apps.core.constraints.RowSecurity(
                name="rls_search_log", development="development_id", grants=GRANTS | {"gate": "select"}
            ),
        ),
    ]
