from django.db import migrations
from django.db.models import CharField, F, Func, Index, IntegerField, Value
from django.db.models.functions import Cast, Coalesce, Lower


def part(pattern: str) -> Func:
    return Func(F("unit_number"), Value(pattern), function="regexp_substr", output_field=CharField())


class Migration(migrations.Migration):
    dependencies = [("developments", "0004_places")]

    operations = [
        migrations.AddIndex(
            "unit",
            Index(
                F("tenant"),
                F("development"),
                Lower(part("^[^0-9]*")),
                Cast(Coalesce(part("[0-9]{1,9}"), Value("0")), IntegerField()),
                F("unit_number"),
                name="ix_unit_in_order",
            ),
        ),
    ]
