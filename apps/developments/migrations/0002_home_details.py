from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("developments", "0001_initial")]
    operations = [
        migrations.AddField("unit", "city", models.CharField(blank=True, default="", max_length=80)),
        migrations.AddField("unit", "bedrooms", models.PositiveSmallIntegerField(blank=True, null=True)),
        migrations.AddField(
            "unit", "floor_area_m2", models.DecimalField(blank=True, decimal_places=2, max_digits=7, null=True)
        ),
        migrations.AddField(
            "unit", "plot_area_m2", models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True)
        ),
    ]
