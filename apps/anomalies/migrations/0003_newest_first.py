"""An operator's first page of anomalies is read from an index, however many tenants there are."""

from django.db import migrations, models

WHY = "COMMENT ON INDEX ix_finding_newest IS 'An operator outside any tenant reads those of all of them, newest first.'"


class Migration(migrations.Migration):
    dependencies = [("anomalies", "0002_pruning")]

    operations = [
        migrations.AddIndex(
            model_name="finding", index=models.Index(fields=["-last_seen", "-id"], name="ix_finding_newest")
        ),
        migrations.RunSQL([WHY], reverse_sql=migrations.RunSQL.noop),
    ]
