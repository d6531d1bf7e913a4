from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("documents", "0007_vector_blocks")]
    operations = [
        migrations.RunSQL(
            (SQL / "shifted_frequencies.sql").read_text(),
            reverse_sql=(SQL / "shifted_frequencies_reverse.sql").read_text(),
        ),
    ]
