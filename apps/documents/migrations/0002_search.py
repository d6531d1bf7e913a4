from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"
FILES = ("search_frequencies", "search_chunks")


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]
    operations = [
        migrations.RunSQL((SQL / f"{name}.sql").read_text(), reverse_sql=(SQL / f"{name}_reverse.sql").read_text())
        for name in FILES
    ]
