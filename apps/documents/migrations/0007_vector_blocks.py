"""Vectors in blocks instead of one row for each passage; what there was is made again."""

import uuid
from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

import apps.core.constraints

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("developments", "0001_initial"),
        ("documents", "0006_flags_accepted"),
        ("tenants", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="VectorBlock",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("house_type_code", models.CharField(max_length=32, null=True)),
                ("model", models.CharField(max_length=100)),
                ("until", models.PositiveIntegerField()),
                ("vectors", models.BinaryField()),
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
                (
                    "version",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="documents.documentversion",
                    ),
                ),
            ],
            options={
                "db_table": "vector_blocks",
                "indexes": [models.Index(fields=["tenant", "development", "model"], name="ix_vector_slice")],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "version", "model", "until"), name="uq_vector_block"),
                    apps.core.constraints.TenantForeignKey(
                        columns=("tenant_id", "development_id"),
                        name="fk_vector_blocks_development_id",
                        on_delete="NO ACTION",
                        to="developments.Development",
                        to_columns=("tenant_id", "id"),
                    ),
                    apps.core.constraints.TenantForeignKey(
                        columns=("tenant_id", "development_id", "house_type_code"),
                        name="fk_vector_blocks_house_type",
                        on_delete="NO ACTION",
                        to="developments.HouseType",
                        to_columns=("tenant_id", "development_id", "code"),
                    ),
                    apps.core.constraints.TenantForeignKey(
                        columns=("tenant_id", "version_id"),
                        name="fk_vector_blocks_version_id",
                        on_delete="CASCADE",
                        to="documents.DocumentVersion",
                        to_columns=("tenant_id", "id"),
                    ),
                    apps.core.constraints.RowSecurity(
                        development="development_id",
                        grants={
                            "admin": "select, update, delete",
                            "developer": "select, update, delete",
                            "gate": "select",
                            "service": "select, insert, update, delete",
                            "super_admin": "select, update, delete",
                        },
                        house_type="house_type_code",
                        name="rls_vector_blocks",
                        tenant="tenant_id",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            (SQL / "vector_blocks.sql").read_text(), reverse_sql=(SQL / "vector_blocks_reverse.sql").read_text()
        ),
        migrations.DeleteModel(name="ChunkEmbedding"),
    ]
