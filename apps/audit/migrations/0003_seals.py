from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"
REVERSE = """
DROP TRIGGER stamp ON audit_log;
DROP FUNCTION security.broken_audit_seal(uuid, timestamptz), security.seal_audit(),
    security.audit_digest(uuid, bigint, bigint, text), security.stamp_transaction();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_partitions")]
    operations = [migrations.RunSQL([(SQL / "seals.sql").read_text()], reverse_sql=[REVERSE])]
