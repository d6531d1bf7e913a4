from django.db import migrations
from django.db.models import F, Index
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    dependencies = [("developments", "0007_house_types_can_be_removed")]

    operations = [
        migrations.AddIndex("development", Index(F("tenant"), Lower("name"), F("id"), name="ix_development_name")),
    ]
