from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"
# What was asked before there were figures waits to be counted like everything else.
BACKLOG = """
SET ROLE openhouse_gate;
DO $$ BEGIN
    PERFORM security.note_question(m, 1, true) FROM public.messages m;
    PERFORM security.note_search(s) FROM public.search_log s;
END $$;
RESET ROLE;
"""


class Migration(migrations.Migration):
    dependencies = [("analytics", "0001_initial"), ("assistant", "0005_counted_searches")]
    operations = [
        migrations.RunSQL(
            [(SQL / "counting.sql").read_text(), BACKLOG], reverse_sql=(SQL / "counting_reverse.sql").read_text()
        ),
    ]
