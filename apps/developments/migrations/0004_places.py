from decimal import Decimal

import django.core.validators
from django.db import migrations, models

STAMPS = """
CREATE TRIGGER stamp BEFORE INSERT OR UPDATE OF latitude, longitude ON developments
    FOR EACH ROW EXECUTE FUNCTION security.stamp_transaction();
CREATE TRIGGER stamp BEFORE INSERT OR UPDATE OF latitude, longitude ON units
    FOR EACH ROW EXECUTE FUNCTION security.stamp_transaction();
"""


def degrees(most: int) -> "models.DecimalField":
    bounds = [
        django.core.validators.MinValueValidator(Decimal(-most)),
        django.core.validators.MaxValueValidator(Decimal(most)),
    ]
    return models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True, validators=bounds)


class Migration(migrations.Migration):
    dependencies = [("developments", "0003_homes_can_be_removed"), ("audit", "0003_seals")]

    operations = [
        migrations.AddField("development", "latitude", degrees(90)),
        migrations.AddField("development", "longitude", degrees(180)),
        migrations.AddField("development", "xid", models.BigIntegerField(default=0, editable=False)),
        migrations.AddField("unit", "latitude", degrees(90)),
        migrations.AddField("unit", "longitude", degrees(180)),
        migrations.AddField("unit", "xid", models.BigIntegerField(default=0, editable=False)),
        migrations.AddIndex("unit", models.Index(fields=["tenant", "xid"], name="ix_unit_xid")),
        migrations.RunSQL(STAMPS, reverse_sql="DROP TRIGGER stamp ON developments; DROP TRIGGER stamp ON units;"),
    ]
