import apps.core.constraints
import django.db.models.deletion
import uuid
from pathlib import Path
from django.db import migrations, models


SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("developments", "0001_initial"),
        ("documents", "0003_jobs"),
    ]

    operations = [
        migrations.AddField(
            model_name="documentversion",
            name="embedded_by",
            field=models.CharField(blank=True, default="", max_length=100),
        ),
        migrations.CreateModel(
            name="ChunkEmbedding",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("house_type_code", models.CharField(max_length=32, null=True)),
                ("model", models.CharField(max_length=100)),
                ("vector", models.BinaryField()),
                (
                    "chunk",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="documents.docchunk",
                    ),
                ),
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
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenants.tenant",
                    ),
                ),
            ],
            options={
                "db_table": "chunk_embeddings",
                "indexes": [models.Index(fields=["tenant", "development", "model"], name="ix_embedding_slice")],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "chunk", "model"), name="uq_chunk_embedding"),
                    apps.core.constraints.TenantForeignKey(
                        columns=("tenant_id", "development_id"),
                        name="fk_chunk_embeddings_development_id",
                        on_delete="NO ACTION",
                        to="developments.Development",
                        to_columns=("tenant_id", "id"),
                    ),
                    apps.core.constraints.TenantForeignKey(
                        columns=("tenant_id", "development_id", "house_type_code"),
                        name="fk_chunk_embeddings_house_type",
                        on_delete="NO ACTION",
                        to="developments.HouseType",
                        to_columns=("tenant_id", "development_id", "code"),
                    ),
                    apps.core.constraints.TenantForeignKey(
                        columns=("tenant_id", "chunk_id"),
                        name="fk_chunk_embeddings_chunk_id",
                        on_delete="CASCADE",
                        to="documents.DocChunk",
                        to_columns=("tenant_id", "id"),
                    ),
                    apps.core.constraints.RowSecurity(
                        development="development_id",
                        grants={
                            "admin": "select, update",
                            "developer": "select, update",
                            "gate": "select",
                            "service": "select, insert, update",
                            "super_admin": "select, update",
                        },
                        house_type="house_type_code",
                        name="rls_chunk_embeddings",
                        tenant="tenant_id",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            (SQL / "search_vectors.sql").read_text(), reverse_sql=(SQL / "search_vectors_reverse.sql").read_text()
        ),
    ]
