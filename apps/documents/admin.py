"""Documents in the enterprise admin. Files come in through the upload, which checks them; versions and passages are
shown as they are."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from apps.core.identity import Principal
from apps.core.rbac import Permission
from apps.core.scoped_admin import InScopeFilter, TenantScopedAdmin
from apps.core.service_form import ServiceForm

from . import services
from .models import DocChunk, Document, DocumentVersion
from .reader_models import DocumentConsent

IN_DEVELOPMENT = ("development", InScopeFilter)


class DocumentForm(ServiceForm):
    aliases: ClassVar[dict[str, str]] = {"house_type": "house_type_code"}

    class Meta:
        model = Document
        fields = ("title", "house_type_code", "must_read")

    def update(self, changes: dict[str, Any]) -> Document:
        return services.document_update(self.principal, document_id=self.instance.pk, changes=changes)


@admin.register(Document)
class DocumentAdmin(TenantScopedAdmin):
    view_permission, write_permission = Permission.DOCUMENT_VIEW, Permission.DOCUMENT_MANAGE
    deletable = True
    form = DocumentForm
    fields = ("title", "development", "house_type_code", "must_read", "current_version", "created_at")
    readonly_fields = ("development", "current_version", "created_at")
    list_display = ("title", "development", "house_type_code", "must_read", "current_version", "created_at")
    list_filter = (IN_DEVELOPMENT, "must_read")
    list_select_related = ("development", "current_version")
    search_fields = ("title",)
    ordering = ("-created_at", "id")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def remove(self, principal: Principal, obj: Document) -> None:
        services.document_delete(principal, document_id=obj.pk)


@admin.register(DocumentVersion)
class DocumentVersionAdmin(TenantScopedAdmin):
    view_permission = Permission.DOCUMENT_VIEW
    fields = (
        *("document", "number", "file_name", "kind", "size_bytes", "sha256", "status", "failure_code"),
        *("failure_message", "pages", "engine", "attempts", "created_at", "ready_at"),
    )
    list_display = ("document", "number", "status", "failure_code", "pages", "size_bytes", "development", "created_at")
    list_filter = (IN_DEVELOPMENT, "status")
    list_select_related = ("document", "development")
    search_fields = ("document__title", "file_name")
    ordering = ("-created_at", "id")


@admin.register(DocChunk)
class DocChunkAdmin(TenantScopedAdmin):
    view_permission = Permission.DOCUMENT_VIEW
    fields = ("document", "version", "house_type_code", "page", "ordinal", "heading", "text", "flags")
    list_display = ("document", "page", "heading", "house_type_code", "development")
    list_filter = (IN_DEVELOPMENT,)
    list_select_related = ("document", "development")
    search_fields = ("heading", "text")
    ordering = ("document", "ordinal", "id")


@admin.register(DocumentConsent)
class DocumentConsentAdmin(TenantScopedAdmin):
    view_permission = Permission.DOCUMENT_VIEW
    fields = ("document", "version", "homeowner", "unit", "development", "consented_at")
    list_display = ("consented_at", "document", "version", "homeowner", "unit", "development")
    list_filter = (IN_DEVELOPMENT,)
    list_select_related = ("document", "homeowner", "unit", "development")
    search_fields = ("document__title", "unit__unit_number", "homeowner__name")
    ordering = ("-consented_at", "id")
