from pathlib import Path

from django.db import migrations

GATE = Path(__file__).resolve().parents[1] / "sql" / "gate"
# The former `take_place` is one of several functions of its file.
LIMITS = (GATE / "limits.sql").read_text()
BEGINS = LIMITS.index("CREATE FUNCTION security.take_place")
FORMER = LIMITS[BEGINS : LIMITS.index("END $$;", BEGINS) + len("END $$;")].replace("CREATE", "CREATE OR REPLACE", 1)


class Migration(migrations.Migration):
    dependencies = [("core", "0004_forget_limit")]
    operations = [
        migrations.RunSQL(
            [(GATE / "refusals.sql").read_text()],
            reverse_sql=[
                f"SET ROLE openhouse_gate;\n{FORMER}\nRESET ROLE;",
                (GATE / "refusals_reverse.sql").read_text(),
            ],
        ),
    ]
