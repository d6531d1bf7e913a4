import apps.core.constraints
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("developments", "0004_places"),
        ("homeowners", "0004_home_imports"),
        ("tenants", "0006_team"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("house_type_code", models.CharField(blank=True, max_length=32, null=True)),
                ("title", models.CharField(max_length=120)),
                ("body", models.TextField(max_length=4000)),
                ("starts_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("created_by", models.UUIDField(editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                "db_table": "notices",
                "ordering": ["-starts_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="NoticeRead",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("read_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                    "homeowner",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="homeowners.homeowner",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="reads",
                        to="notices.notice",
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
                "db_table": "notice_reads",
            },
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["tenant", "development", "-starts_at"], name="ix_notice_starts"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(fields=("tenant", "id"), name="uq_notices_identity"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=apps.core.constraints.TenantForeignKey(
                columns=("tenant_id", "development_id"),
                name="fk_notices_development_id",
                on_delete="NO ACTION",
                to="developments.Development",
                to_columns=("tenant_id", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=apps.core.constraints.TenantForeignKey(
                columns=("tenant_id", "development_id", "house_type_code"),
                name="fk_notices_house_type",
                on_delete="NO ACTION",
                to="developments.HouseType",
                to_columns=("tenant_id", "development_id", "code"),
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at", None), ("ends_at__gt", models.F("starts_at")), _connector="OR"),
                name="ck_notice_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=apps.core.constraints.RowSecurity(
                development="development_id",
                grants={
                    "admin": "select, insert, update, delete",
                    "developer": "select, insert, update, delete",
                    "homeowner": "select",
                    "service": "select, insert, update, delete",
                    "super_admin": "select, insert, update, delete",
                },
                house_type="house_type_code",
                name="rls_notices",
                tenant="tenant_id",
            ),
        ),
        migrations.AddConstraint(
            model_name="noticeread",
            constraint=models.UniqueConstraint(fields=("tenant", "notice", "homeowner"), name="uq_notice_read"),
        ),
        migrations.AddConstraint(
            model_name="noticeread",
            constraint=apps.core.constraints.TenantForeignKey(
                columns=("tenant_id", "development_id"),
                name="fk_notice_reads_development_id",
                on_delete="NO ACTION",
                to="developments.Development",
                to_columns=("tenant_id", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="noticeread",
            constraint=apps.core.constraints.TenantForeignKey(
                columns=("tenant_id", "notice_id"),
                name="fk_notice_reads_notice_id",
                on_delete="CASCADE",
                to="notices.Notice",
                to_columns=("tenant_id", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="noticeread",
            constraint=apps.core.constraints.TenantForeignKey(
                columns=("tenant_id", "homeowner_id"),
                name="fk_notice_reads_homeowner_id",
                on_delete="CASCADE",
                to="homeowners.Homeowner",
                to_columns=("tenant_id", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="noticeread",
            constraint=apps.core.constraints.RowSecurity(
                development="development_id",
                grants={
                    "admin": "select",
                    "developer": "select",
                    "homeowner": "select, insert, update",
                    "service": "select",
                    "super_admin": "select",
                },
                homeowner="homeowner_id",
                name="rls_notice_reads",
                tenant="tenant_id",
            ),
        ),
    ]
