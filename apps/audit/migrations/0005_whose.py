from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_auditentry")]
    operations = [
        migrations.RunSQL([(SQL / "whose.sql").read_text()], reverse_sql=["DROP FUNCTION security.whose(uuid, bytea)"]),
    ]
