from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_search")]
    operations = [
        migrations.RunSQL((SQL / "jobs.sql").read_text(), reverse_sql=(SQL / "jobs_reverse.sql").read_text()),
    ]
