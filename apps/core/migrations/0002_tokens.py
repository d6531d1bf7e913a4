from pathlib import Path

from django.db import migrations

GATE = Path(__file__).resolve().parents[1] / "sql" / "gate"
FORMER_ADMIT = (GATE / "admit.sql").read_text().replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    dependencies = [("core", "0001_gate")]
    operations = [
        migrations.RunSQL(
            [(GATE / "tokens.sql").read_text()],
            reverse_sql=[FORMER_ADMIT, (GATE / "tokens_reverse.sql").read_text()],
        ),
    ]
