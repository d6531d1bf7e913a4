"""The platform may remove what is done with, and marks forget when they were moved, which nothing asked."""

import django.utils.timezone
from django.db import migrations, models

import apps.core.constraints


def row_security(table: str, grants: dict[str, str]) -> apps.core.constraints.RowSecurity:
    return apps.core.constraints.RowSecurity(name=f"rls_{table}", grants=grants, tenant="tenant_id")


class Migration(migrations.Migration):
    dependencies = [("anomalies", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="finding", name="rls_anomaly_findings"),
        migrations.AddConstraint(
            model_name="finding",
            constraint=row_security(
                "anomaly_findings",
                {
                    "super_admin": "select, insert, update, delete",
                    "admin": "select, update",
                    "service": "select, insert, update",
                },
            ),
        ),
        migrations.RemoveConstraint(model_name="delivery", name="rls_anomaly_deliveries"),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=row_security(
                "anomaly_deliveries",
                {"super_admin": "select, insert, update, delete", "admin": "select", "service": "select, insert"},
            ),
        ),
        # A default first, so that the way back finds one for the rows that are there.
        migrations.AlterField(
            model_name="mark", name="scanned_at", field=models.DateTimeField(default=django.utils.timezone.now)
        ),
        migrations.RemoveField(model_name="mark", name="scanned_at"),
    ]
