from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("tenants", "0002_membership"),
    ]

    operations = [
        migrations.RunSQL([(SQL / "lockout.sql").read_text()], reverse_sql=[(SQL / "lockout_reverse.sql").read_text()]),
    ]
