import apps.core.constraints
import apps.developments.rooms
import django.core.validators
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("tenants", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Development",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
                ("slug", models.SlugField(db_index=False, max_length=60)),
                ("address", models.CharField(blank=True, max_length=240)),
                ("emergency_contact", models.CharField(blank=True, max_length=240)),
                ("site_office", models.CharField(blank=True, max_length=240)),
                ("management_company", models.CharField(blank=True, max_length=240)),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
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
                "db_table": "developments",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="HouseType",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "code",
                    models.CharField(
                        max_length=32,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Za-z0-9][A-Za-z0-9._/ -]{0,31}$", "Letters, digits and . _ / - only, 32 at most."
                            )
                        ],
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120)),
                ("bedrooms", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("floor_area_m2", models.DecimalField(blank=True, decimal_places=2, max_digits=7, null=True)),
                (
                    "rooms",
                    models.JSONField(blank=True, default=list, validators=[apps.developments.rooms.validate_rooms]),
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
                "db_table": "house_types",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("house_type_code", models.CharField(max_length=32)),
                ("unit_number", models.CharField(max_length=20)),
                ("address", models.CharField(max_length=240)),
                ("eircode", models.CharField(blank=True, max_length=12)),
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
                "db_table": "units",
                "ordering": ["unit_number"],
            },
        ),
        migrations.AddConstraint(
            model_name="development",
            constraint=models.UniqueConstraint(fields=("tenant", "id"), name="uq_developments_identity"),
        ),
        migrations.AddConstraint(
            model_name="development",
            constraint=models.UniqueConstraint(fields=("tenant", "slug"), name="uq_development_slug"),
        ),
        migrations.AddConstraint(
            model_name="development",
            constraint=apps.core.constraints.RowSecurity(
                development="id",
                grants={
                    "admin": "select, insert, update, delete",
                    "developer": "select, update",
                    "gate": "select",
                    "homeowner": "select",
                    "service": "select, insert, update",
                    "super_admin": "select, insert, update, delete",
                },
                name="rls_developments",
                tenant="tenant_id",
            ),
        ),
        migrations.AddConstraint(
            model_name="housetype",
            constraint=models.UniqueConstraint(fields=("tenant", "id"), name="uq_house_types_identity"),
        ),
        migrations.AddConstraint(
            model_name="housetype",
            constraint=models.UniqueConstraint(fields=("tenant", "development", "code"), name="uq_house_type_code"),
        ),
        migrations.AddConstraint(
            model_name="housetype",
            constraint=apps.core.constraints.TenantForeignKey(
                columns=("tenant_id", "development_id"),
                name="fk_house_types_development_id",
                on_delete="NO ACTION",
                to="developments.Development",
                to_columns=("tenant_id", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="housetype",
            constraint=apps.core.constraints.RowSecurity(
                development="development_id",
                grants={
                    "admin": "select, insert, update, delete",
                    "developer": "select, insert, update",
                    "homeowner": "select",
                    "service": "select, insert, update",
                    "super_admin": "select, insert, update, delete",
                },
                house_type="code",
                name="rls_house_types",
                tenant="tenant_id",
            ),
        ),
        migrations.AddIndex(
            model_name="unit",
            index=models.Index(fields=["tenant", "development", "house_type_code"], name="ix_unit_house_type"),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.UniqueConstraint(fields=("tenant", "id"), name="uq_units_identity"),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.UniqueConstraint(fields=("tenant", "development", "unit_number"), name="uq_unit_number"),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.UniqueConstraint(fields=("tenant", "development", "id"), name="uq_unit_development"),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=apps.core.constraints.TenantForeignKey(
                columns=("tenant_id", "development_id"),
                name="fk_units_development_id",
                on_delete="NO ACTION",
                to="developments.Development",
                to_columns=("tenant_id", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=apps.core.constraints.TenantForeignKey(
                columns=("tenant_id", "development_id", "house_type_code"),
                name="fk_units_house_type",
                on_delete="NO ACTION",
                to="developments.HouseType",
                to_columns=("tenant_id", "development_id", "code"),
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=apps.core.constraints.RowSecurity(
                development="development_id",
                grants={
                    "admin": "select, insert, update, delete",
                    "developer": "select, insert, update",
                    "gate": "select",
                    "homeowner": "select",
                    "service": "select, insert, update",
                    "super_admin": "select, insert, update, delete",
                },
                name="rls_units",
                tenant="tenant_id",
                unit="id",
            ),
        ),
    ]
