from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("homeowners", "0002_cards")]

    operations = [
        migrations.AddField("homeowner", "email_key", models.BinaryField(editable=False, null=True)),
        migrations.AddField("homeowner", "xid", models.BigIntegerField(default=0, editable=False)),
        migrations.AddIndex("homeowner", models.Index(fields=["tenant", "xid"], name="ix_homeowner_xid")),
        migrations.RunSQL((SQL / "email_key.sql").read_text(), reverse_sql=(SQL / "email_key_reverse.sql").read_text()),
    ]
