from pathlib import Path

import apps.core.constraints
from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql"
GRANTS = {
    "super_admin": "select",
    "admin": "select",
    "homeowner": "select, insert, update, delete",
    "service": "select, insert",
    "gate": "select",
}


class Migration(migrations.Migration):
    dependencies = [("assistant", "0006_stamped_messages"), ("documents", "0005_library")]

    operations = [
        migrations.AddIndex("citation", models.Index(fields=["tenant", "document_id"], name="ix_citation_document")),
        migrations.RemoveConstraint(model_name="citation", name="rls_citations"),
        migrations.AddConstraint(
            model_name="citation",
            constraint=apps.core.constraints.RowSecurity(
                name="rls_citations",
                grants=GRANTS,
                development="development_id",
                unit="unit_id",
                homeowner="homeowner_id",
            ),
        ),
        migrations.RunSQL(
            (SQL / "document_questions.sql").read_text(),
            reverse_sql=(SQL / "document_questions_reverse.sql").read_text(),
        ),
    ]
