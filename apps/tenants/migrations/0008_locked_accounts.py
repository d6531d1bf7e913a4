from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("tenants", "0007_seeded_themes"),
    ]

    operations = [
        migrations.RunSQL(
            [(SQL / "locked_accounts.sql").read_text()],
            reverse_sql=[(SQL / "locked_accounts_reverse.sql").read_text()],
        ),
    ]
