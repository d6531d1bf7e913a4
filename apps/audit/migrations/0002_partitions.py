from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.RunSQL(
            [(SQL / "partitions.sql").read_text()],
            reverse_sql=[
                "DROP TRIGGER audit_log_append_only_truncate ON audit_log_default;"
                "DROP FUNCTION audit_add_partitions(integer)"
            ],
        ),
    ]
