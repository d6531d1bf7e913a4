from pathlib import Path

from django.db import migrations

GATE = Path(__file__).resolve().parents[1] / "sql" / "gate"
FILES = ("schema", "keys", "scope", "limits", "counters", "sessions", "impersonation", "admit", "upkeep")


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(
            [(GATE / f"{name}.sql").read_text() for name in FILES],
            reverse_sql="DROP TABLE rate_limits; DROP SCHEMA security CASCADE;",
        ),
    ]
