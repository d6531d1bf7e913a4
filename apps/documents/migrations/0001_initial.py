import apps.core.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.expressions
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("developments", "0001_initial"),
        ("tenants", "0002_membership"),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("house_type_code", models.CharField(blank=True, max_length=32, null=True)),
                ("title", models.CharField(max_length=200)),
                ("must_read", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
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
                "db_table": "documents",
                "ordering": ["-created_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="DocumentVersion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("file_name", models.CharField(max_length=200)),
                ("storage_name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("size_bytes", models.PositiveBigIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("queued", "Queued"),
                            ("reading", "Reading"),
                            ("ready", "Ready"),
                            ("failed", "Failed"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("failure_code", models.CharField(blank=True, max_length=40)),
                ("failure_message", models.CharField(blank=True, max_length=300)),
                ("pages", models.PositiveIntegerField(null=True)),
                ("engine", models.CharField(blank=True, max_length=20)),
                ("flags", models.JSONField(default=dict)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("lease_until", models.DateTimeField(null=True)),
                ("restores", models.PositiveIntegerField(null=True)),
                ("uploaded_by", models.UUIDField(null=True)),
                ("idempotency_key", models.CharField(max_length=200, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("ready_at", models.DateTimeField(null=True)),
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
                    "document",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="documents.document",
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
                "db_table": "document_versions",
                "ordering": ["-number"],
            },
        ),
        migrations.AddField(
            model_name="document",
            name="current_version",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="documents.documentversion",
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="newest_version",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="documents.documentversion",
            ),
        ),
        migrations.CreateModel(
            name="Reingestion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "versions",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
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
                "db_table": "reingestions",
                "ordering": ["-created_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="DocChunk",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("house_type_code", models.CharField(max_length=32, null=True)),
                ("page", models.PositiveIntegerField()),
                ("ordinal", models.PositiveIntegerField()),
                ("heading", models.CharField(blank=True, max_length=300)),
                ("text", models.TextField()),
                ("flags", models.JSONField(default=list)),
                (
                    "tsv",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.expressions.RawSQL(
                            "setweight(to_tsvector('english'::regconfig, translate(heading, '/_', '  ')), 'A') || setweight(to_tsvector('english'::regconfig, translate(text, '/_', '  ')), 'D')",
                            [],
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "n_terms",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.expressions.RawSQL(
                            "length(to_tsvector('english'::regconfig, translate(text, '/_', '  ')))", []
                        ),
                        output_field=models.IntegerField(),
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
                (
                    "document",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="documents.documentversion",
                    ),
                ),
            ],
            options={
                "db_table": "doc_chunks",
                "ordering": ["document", "ordinal"],
            },
        ),
        migrations.CreateModel(
            name="TermFrequency",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("term", models.CharField(max_length=200)),
                ("chunks", models.PositiveIntegerField()),
                ("words", models.PositiveIntegerField(default=0)),
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
                "db_table": "term_frequencies",
            },
        ),
        # Before the keys that refer to it, or they would have to be dropped after it on the way back.
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(fields=("tenant", "id"), name="uq_documents_identity"),
        ),
        migrations.AddIndex(
            model_name="documentversion",
            index=models.Index(
                condition=models.Q(("status__in", ["queued", "reading"])),
                fields=["tenant", "created_at"],
                name="ix_version_unfinished",
            ),
        ),
        migrations.AddConstraint(
            model_name="documentversion",
            constraint=models.UniqueConstraint(fields=("tenant", "id"), name="uq_document_versions_identity"),
        ),
        migrations.AddConstraint(
            model_name="documentversion",
            constraint=models.UniqueConstraint(fields=("tenant", "document", "number"), name="uq_version_number"),
        ),
        migrations.AddConstraint(
            model_name="documentversion",
            constraint=models.UniqueConstraint(
                fields=("tenant", "uploaded_by", "idempotency_key"), name="uq_version_idempotency"
            ),
        ),
        migrations.AddConstraint(
            model_name="documentversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["queued", "reading", "ready", "failed"])), name="ck_version_status"
            ),
        ),
        migrations.AddConstraint(
            model_name="documentversion",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("status", "ready"), _negated=True), ("pages__gt", 0), _connector="OR"),
                name="ck_version_ready_pages",
            ),
        ),
        migrations.AddConstraint(
            model_name="documentversion",
            constraint=apps.core.constraints.TenantForeignKey(
                columns=("tenant_id", "development_id"),
                name="fk_document_versions_development_id",
                on_delete="NO ACTION",
                to="developments.Development",
                to_columns=("tenant_id", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="documentversion",
            constraint=apps.core.constraints.TenantForeignKey(
                columns=("tenant_id", "document_id"),
                name="fk_document_versions_document_id",
                on_delete="CASCADE",
                to="documents.Document",
                to_columns=("tenant_id", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="documentversion",
            constraint=apps.core.constraints.RowSecurity(
                development="development_id",
                grants={
                    "admin": "select, insert, update, delete",
                    "developer": "select, insert, update, delete",
                    "gate": "select",
                    "homeowner": "select",
                    "service": "select, insert, update, delete",
                    "super_admin": "select, insert, update, delete",
                },
                name="rls_document_versions",
                tenant="tenant_id",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["tenant", "development", "-created_at"], name="ix_document_development"),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=apps.core.constraints.TenantForeignKey(
                columns=("tenant_id", "development_id"),
                name="fk_documents_development_id",
                on_delete="NO ACTION",
                to="developments.Development",
                to_columns=("tenant_id", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=apps.core.constraints.TenantForeignKey(
                columns=("tenant_id", "development_id", "house_type_code"),
                name="fk_documents_house_type",
                on_delete="NO ACTION",
                to="developments.HouseType",
                to_columns=("tenant_id", "development_id", "code"),
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=apps.core.constraints.TenantForeignKey(
                columns=("tenant_id", "current_version_id"),
                name="fk_documents_current_version_id",
                on_delete="NO ACTION",
                to="documents.DocumentVersion",
                to_columns=("tenant_id", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=apps.core.constraints.TenantForeignKey(
                columns=("tenant_id", "newest_version_id"),
                name="fk_documents_newest_version_id",
                on_delete="NO ACTION",
                to="documents.DocumentVersion",
                to_columns=("tenant_id", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=apps.core.constraints.RowSecurity(
                development="development_id",
                grants={
                    "admin": "select, insert, update, delete",
                    "developer": "select, insert, update, delete",
                    "gate": "select",
                    "homeowner": "select",
                    "service": "select, insert, update, delete",
                    "super_admin": "select, insert, update, delete",
                },
                house_type="house_type_code",
                name="rls_documents",
                tenant="tenant_id",
            ),
        ),
        migrations.AddConstraint(
            model_name="reingestion",
            constraint=models.UniqueConstraint(fields=("tenant", "id"), name="uq_reingestions_identity"),
        ),
        migrations.AddConstraint(
            model_name="reingestion",
            constraint=apps.core.constraints.TenantForeignKey(
                columns=("tenant_id", "development_id"),
                name="fk_reingestions_development_id",
                on_delete="NO ACTION",
                to="developments.Development",
                to_columns=("tenant_id", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="reingestion",
            constraint=apps.core.constraints.RowSecurity(
                development="development_id",
                grants={
                    "admin": "select, insert",
                    "developer": "select, insert",
                    "service": "select, insert",
                    "super_admin": "select, insert",
                },
                name="rls_reingestions",
                tenant="tenant_id",
            ),
        ),
        migrations.AddIndex(
            model_name="docchunk",
            index=models.Index(fields=["tenant", "development", "house_type_code"], name="ix_chunk_slice"),
        ),
        migrations.AddIndex(
            model_name="docchunk",
            index=models.Index(fields=["tenant", "document"], name="ix_chunk_document"),
        ),
        migrations.AddConstraint(
            model_name="docchunk",
            constraint=models.UniqueConstraint(fields=("tenant", "id"), name="uq_doc_chunks_identity"),
        ),
        migrations.AddConstraint(
            model_name="docchunk",
            constraint=models.UniqueConstraint(fields=("tenant", "version", "ordinal"), name="uq_chunk_ordinal"),
        ),
        migrations.AddConstraint(
            model_name="docchunk",
            constraint=apps.core.constraints.TenantForeignKey(
                columns=("tenant_id", "development_id"),
                name="fk_doc_chunks_development_id",
                on_delete="NO ACTION",
                to="developments.Development",
                to_columns=("tenant_id", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="docchunk",
            constraint=apps.core.constraints.TenantForeignKey(
                columns=("tenant_id", "development_id", "house_type_code"),
                name="fk_doc_chunks_house_type",
                on_delete="NO ACTION",
                to="developments.HouseType",
                to_columns=("tenant_id", "development_id", "code"),
            ),
        ),
        migrations.AddConstraint(
            model_name="docchunk",
            constraint=apps.core.constraints.TenantForeignKey(
                columns=("tenant_id", "document_id"),
                name="fk_doc_chunks_document_id",
                on_delete="CASCADE",
                to="documents.Document",
                to_columns=("tenant_id", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="docchunk",
            constraint=apps.core.constraints.TenantForeignKey(
                columns=("tenant_id", "version_id"),
                name="fk_doc_chunks_version_id",
                on_delete="CASCADE",
                to="documents.DocumentVersion",
                to_columns=("tenant_id", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="docchunk",
            constraint=apps.core.constraints.RowSecurity(
                development="development_id",
                grants={
                    "admin": "select, insert, update, delete",
                    "developer": "select, insert, update, delete",
                    "gate": "select",
                    "homeowner": "select",
                    "service": "select, insert, update, delete",
                    "super_admin": "select, insert, update, delete",
                },
                house_type="house_type_code",
                name="rls_doc_chunks",
                tenant="tenant_id",
            ),
        ),
        migrations.AddConstraint(
            model_name="termfrequency",
            constraint=models.UniqueConstraint(fields=("tenant", "development", "term"), name="uq_term"),
        ),
        migrations.AddConstraint(
            model_name="termfrequency",
            constraint=apps.core.constraints.TenantForeignKey(
                columns=("tenant_id", "development_id"),
                name="fk_term_frequencies_development_id",
                on_delete="NO ACTION",
                to="developments.Development",
                to_columns=("tenant_id", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="termfrequency",
            constraint=apps.core.constraints.RowSecurity(
                development="development_id",
                grants={"gate": "select, insert, delete", "super_admin": "select"},
                name="rls_term_frequencies",
                tenant="tenant_id",
            ),
        ),
    ]
