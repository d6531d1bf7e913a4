from pathlib import Path

from django.db import migrations

GATE = Path(__file__).resolve().parents[1] / "sql" / "gate"
# The former `keep_answer` is one of several functions of its file.
ANSWERS = (GATE / "answers.sql").read_text()
BEGINS = ANSWERS.index("CREATE FUNCTION security.keep_answer")
FORMER = ANSWERS[BEGINS : ANSWERS.index("END $$;", BEGINS) + len("END $$;")]
BACK = f"""SET ROLE openhouse_gate;
DROP FUNCTION security.keep_answer(text, bytea, integer, text, text, bytea);
ALTER TABLE security.answers ADD COLUMN route text NOT NULL DEFAULT '';
ALTER TABLE security.answers ALTER COLUMN route DROP DEFAULT;
{FORMER}
GRANT EXECUTE ON FUNCTION security.keep_answer(text, text, bytea, integer, text, text, bytea)
    TO openhouse_super_admin, openhouse_admin, openhouse_developer;
RESET ROLE;"""


class Migration(migrations.Migration):
    dependencies = [("core", "0005_refusals")]
    operations = [migrations.RunSQL([(GATE / "answers_without_route.sql").read_text()], reverse_sql=[BACK])]
