from pathlib import Path

from django.db import migrations

GATE = Path(__file__).resolve().parents[1] / "sql" / "gate"


class Migration(migrations.Migration):
    dependencies = [("core", "0002_tokens")]
    operations = [
        migrations.RunSQL(
            [(GATE / "answers.sql").read_text()], reverse_sql=[(GATE / "answers_reverse.sql").read_text()]
        ),
    ]
