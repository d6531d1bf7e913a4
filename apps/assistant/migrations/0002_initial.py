import apps.core.constraints
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("assistant", "0001_initial"),
        ("developments", "0001_initial"),
        ("homeowners", "0001_initial"),
        ("tenants", "0002_membership"),
    ]

    operations = [
        migrations.AddField(
            model_name="citation",
            name="homeowner",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="homeowners.homeowner",
            ),
        ),
        migrations.AddField(
            model_name="citation",
            name="tenant",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.tenant"
            ),
        ),
        migrations.AddField(
            model_name="citation",
            name="unit",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="developments.unit",
            ),
        ),
        migrations.AddField(
            model_name="conversation",
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
            model_name="conversation",
            name="homeowner",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="homeowners.homeowner",
            ),
        ),
        migrations.AddField(
            model_name="conversation",
            name="tenant",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.tenant"
            ),
        ),
        migrations.AddField(
            model_name="conversation",
            name="unit",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="developments.unit",
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="conversation",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="messages",
                to="assistant.conversation",
            ),
        ),
        migrations.AddField(
            model_name="message",
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
            model_name="message",
            name="homeowner",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="homeowners.homeowner",
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="tenant",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.tenant"
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="unit",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="developments.unit",
            ),
        ),
        migrations.AddField(
            model_name="citation",
            name="message",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="citations",
                to="assistant.message",
            ),
        ),
        migrations.AddField(
            model_name="searchlog",
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
            model_name="searchlog",
            name="tenant",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.tenant"
            ),
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(fields=["tenant", "homeowner", "-created_at"], name="ix_conversation_homeowner"),
        ),
        migrations.AddConstraint(
            model_name="conversation",
            constraint=models.UniqueConstraint(fields=("tenant", "id"), name="uq_conversations_identity"),
        ),
        migrations.AddConstraint(
            model_name="conversation",
            constraint=apps.core.constraints.TenantForeignKey(
                columns=("tenant_id", "development_id"),
                name="fk_conversations_development_id",
                on_delete="NO ACTION",
                to="developments.Development",
                to_columns=("tenant_id", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="conversation",
            constraint=apps.core.constraints.TenantForeignKey(
                columns=("tenant_id", "development_id", "unit_id"),
                name="fk_conversations_unit",
                on_delete="NO ACTION",
                to="developments.Unit",
                to_columns=("tenant_id", "development_id", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="conversation",
            constraint=apps.core.constraints.TenantForeignKey(
                columns=("tenant_id", "homeowner_id"),
                name="fk_conversations_homeowner_id",
                on_delete="CASCADE",
                to="homeowners.Homeowner",
                to_columns=("tenant_id", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="conversation",
            constraint=apps.core.constraints.RowSecurity(
                development="development_id",
                grants={"admin": "select", "homeowner": "select, insert, update, delete", "super_admin": "select"},
                homeowner="homeowner_id",
                name="rls_conversations",
                tenant="tenant_id",
                unit="unit_id",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["tenant", "homeowner", "-created_at", "-id"], name="ix_message_homeowner"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["tenant", "conversation", "-created_at"], name="ix_message_conversation"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(fields=("tenant", "id"), name="uq_messages_identity"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(
                fields=("tenant", "homeowner", "client_message_id"), name="uq_message_client_id"
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["answered", "closest", "not_found", "safety", "refused"])),
                name="ck_message_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=apps.core.constraints.TenantForeignKey(
                columns=("tenant_id", "development_id"),
                name="fk_messages_development_id",
                on_delete="NO ACTION",
                to="developments.Development",
                to_columns=("tenant_id", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=apps.core.constraints.TenantForeignKey(
                columns=("tenant_id", "development_id", "unit_id"),
                name="fk_messages_unit",
                on_delete="NO ACTION",
                to="developments.Unit",
                to_columns=("tenant_id", "development_id", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=apps.core.constraints.TenantForeignKey(
                columns=("tenant_id", "homeowner_id"),
                name="fk_messages_homeowner_id",
                on_delete="CASCADE",
                to="homeowners.Homeowner",
                to_columns=("tenant_id", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=apps.core.constraints.TenantForeignKey(
                columns=("tenant_id", "conversation_id"),
                name="fk_messages_conversation_id",
                on_delete="CASCADE",
                to="assistant.Conversation",
                to_columns=("tenant_id", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=apps.core.constraints.RowSecurity(
                development="development_id",
                grants={"admin": "select", "homeowner": "select, insert, update, delete", "super_admin": "select"},
                homeowner="homeowner_id",
                name="rls_messages",
                tenant="tenant_id",
                unit="unit_id",
            ),
        ),
        migrations.AddConstraint(
            model_name="citation",
            constraint=models.UniqueConstraint(fields=("tenant", "message", "number"), name="uq_citation_number"),
        ),
        migrations.AddConstraint(
            model_name="citation",
            constraint=apps.core.constraints.TenantForeignKey(
                columns=("tenant_id", "development_id"),
                name="fk_citations_development_id",
                on_delete="NO ACTION",
                to="developments.Development",
                to_columns=("tenant_id", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="citation",
            constraint=apps.core.constraints.TenantForeignKey(
                columns=("tenant_id", "development_id", "unit_id"),
                name="fk_citations_unit",
                on_delete="NO ACTION",
                to="developments.Unit",
                to_columns=("tenant_id", "development_id", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="citation",
            constraint=apps.core.constraints.TenantForeignKey(
                columns=("tenant_id", "homeowner_id"),
                name="fk_citations_homeowner_id",
                on_delete="CASCADE",
                to="homeowners.Homeowner",
                to_columns=("tenant_id", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="citation",
            constraint=apps.core.constraints.TenantForeignKey(
                columns=("tenant_id", "message_id"),
                name="fk_citations_message_id",
                on_delete="CASCADE",
                to="assistant.Message",
                to_columns=("tenant_id", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="citation",
            constraint=apps.core.constraints.RowSecurity(
                development="development_id",
                grants={"admin": "select", "homeowner": "select, insert, update, delete", "super_admin": "select"},
                homeowner="homeowner_id",
                name="rls_citations",
                tenant="tenant_id",
                unit="unit_id",
            ),
        ),
        migrations.AddIndex(
            model_name="searchlog",
            index=models.Index(fields=["tenant", "development", "-created_at"], name="ix_search_log_development"),
        ),
        migrations.AddConstraint(
            model_name="searchlog",
            constraint=apps.core.constraints.TenantForeignKey(
                columns=("tenant_id", "development_id"),
                name="fk_search_log_development_id",
                on_delete="NO ACTION",
                to="developments.Development",
                to_columns=("tenant_id", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="searchlog",
            constraint=apps.core.constraints.RowSecurity(
                development="development_id",
                grants={
                    "admin": "select, insert",
                    "developer": "select, insert",
                    "homeowner": "insert",
                    "service": "select, insert",
                    "super_admin": "select, insert",
                },
                name="rls_search_log",
                tenant="tenant_id",
            ),
        ),
    ]
