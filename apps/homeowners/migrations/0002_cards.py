import apps.core.constraints
import django.db.models.deletion
import uuid
from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("developments", "0001_initial"),
        ("homeowners", "0001_initial"),
        ("tenants", "0004_second_factor"),
    ]

    operations = [
        migrations.CreateModel(
            name="CardScan",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "outcome",
                    models.CharField(
                        choices=[("joined", "Signed in"), ("nobody_active", "Refused: nobody of this home is active")],
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "db_table": "card_scans",
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.AddField(
            model_name="enrolmentcode",
            name="printed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="enrolmentcode",
            name="sealed",
            field=models.BinaryField(null=True),
        ),
        migrations.AddIndex(
            model_name="enrolmentcode",
            index=models.Index(fields=["tenant", "development", "unit"], name="ix_enrolment_unit"),
        ),
        migrations.AddConstraint(
            model_name="enrolmentcode",
            constraint=models.UniqueConstraint(fields=("tenant", "id"), name="uq_enrolment_codes_identity"),
        ),
        migrations.AddField(
            model_name="cardscan",
            name="card",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="homeowners.enrolmentcode",
            ),
        ),
        migrations.AddField(
            model_name="cardscan",
            name="development",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="developments.development",
            ),
        ),
        migrations.AddField(
            model_name="cardscan",
            name="tenant",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.tenant"
            ),
        ),
        migrations.AddField(
            model_name="cardscan",
            name="unit",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="developments.unit",
            ),
        ),
        migrations.AddIndex(
            model_name="cardscan",
            index=models.Index(fields=["tenant", "unit", "-at", "-id"], name="ix_card_scan_unit"),
        ),
        migrations.AddConstraint(
            model_name="cardscan",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["joined", "nobody_active"])), name="ck_card_scan_outcome"
            ),
        ),
        migrations.AddConstraint(
            model_name="cardscan",
            constraint=apps.core.constraints.TenantForeignKey(
                columns=("tenant_id", "development_id"),
                name="fk_card_scans_development_id",
                on_delete="NO ACTION",
                to="developments.Development",
                to_columns=("tenant_id", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="cardscan",
            constraint=apps.core.constraints.TenantForeignKey(
                columns=("tenant_id", "development_id", "unit_id"),
                name="fk_card_scans_unit",
                on_delete="NO ACTION",
                to="developments.Unit",
                to_columns=("tenant_id", "development_id", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="cardscan",
            constraint=apps.core.constraints.TenantForeignKey(
                columns=("tenant_id", "card_id"),
                name="fk_card_scans_card_id",
                on_delete="CASCADE",
                to="homeowners.EnrolmentCode",
                to_columns=("tenant_id", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="cardscan",
            constraint=apps.core.constraints.RowSecurity(
                development="development_id",
                grants={"admin": "select", "developer": "select", "service": "select, insert", "super_admin": "select"},
                name="rls_card_scans",
                tenant="tenant_id",
            ),
        ),
        migrations.RunSQL(
            [(SQL / "signed_in.sql").read_text()], reverse_sql=[(SQL / "signed_in_reverse.sql").read_text()]
        ),
    ]
