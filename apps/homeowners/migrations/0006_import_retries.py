"""An import that failed may be tried again: it is allowed more attempts then."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("homeowners", "0005_device_requests")]

    operations = [
        migrations.AddField(
            model_name="homeimport",
            name="attempts_allowed",
            field=models.PositiveSmallIntegerField(default=3),
        ),
    ]
