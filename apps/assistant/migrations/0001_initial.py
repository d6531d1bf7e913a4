import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("developments", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Conversation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "db_table": "conversations",
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("client_message_id", models.UUIDField(null=True)),
                ("question", models.TextField()),
                ("answer", models.TextField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("answered", "Answered"),
                            ("closest", "Closest passages"),
                            ("not_found", "Not found"),
                            ("safety", "Safety answer"),
                            ("refused", "Refused"),
                        ],
                        max_length=12,
                    ),
                ),
                ("engine", models.CharField(max_length=20)),
                ("mode", models.CharField(blank=True, max_length=20)),
                ("latency_ms", models.PositiveIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "db_table": "messages",
                "ordering": ["-created_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="SearchLog",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("house_type_code", models.CharField(max_length=32, null=True)),
                ("query", models.TextField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("answered", "Answered"),
                            ("closest", "Closest passages"),
                            ("not_found", "Not found"),
                            ("safety", "Safety answer"),
                            ("refused", "Refused"),
                        ],
                        max_length=12,
                    ),
                ),
                ("mode", models.CharField(max_length=20)),
                ("audience", models.CharField(max_length=12)),
                ("top_score", models.FloatField(null=True)),
                ("coverage", models.FloatField(null=True)),
                ("results", models.PositiveSmallIntegerField()),
                ("took_ms", models.PositiveIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "db_table": "search_log",
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="Citation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("document_id", models.UUIDField()),
                ("title", models.CharField(max_length=200)),
                ("version", models.PositiveIntegerField()),
                ("page", models.PositiveIntegerField()),
                ("heading", models.CharField(blank=True, max_length=300)),
                ("quote", models.TextField()),
                ("passage", models.TextField()),
                (
                    "development",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="developments.development",
                    ),
                ),
            ],
            options={
                "db_table": "citations",
                "ordering": ["number"],
            },
        ),
    ]
