from pathlib import Path

from django.db import migrations

GATE = Path(__file__).resolve().parents[1] / "sql" / "gate"


class Migration(migrations.Migration):
    dependencies = [("core", "0003_answers")]
    operations = [
        migrations.RunSQL(
            [(GATE / "forget_limit.sql").read_text()], reverse_sql=[(GATE / "forget_limit_reverse.sql").read_text()]
        ),
    ]
