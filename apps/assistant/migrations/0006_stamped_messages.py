from django.db import migrations, models

STAMP = """CREATE TRIGGER stamp BEFORE INSERT ON messages
    FOR EACH ROW EXECUTE FUNCTION security.stamp_transaction()"""


class Migration(migrations.Migration):
    dependencies = [("assistant", "0005_counted_searches"), ("audit", "0003_seals")]

    operations = [
        migrations.AddField("message", "xid", models.BigIntegerField(default=0, editable=False)),
        migrations.AddIndex("message", models.Index(fields=["tenant", "xid"], name="ix_message_xid")),
        migrations.AddIndex(
            "message", models.Index(fields=["tenant", "development", "-created_at"], name="ix_message_development")
        ),
        migrations.RunSQL(STAMP, reverse_sql="DROP TRIGGER stamp ON messages"),
    ]
