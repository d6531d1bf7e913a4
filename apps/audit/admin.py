"""The audit trail in the enterprise admin: to read and to filter; nobody writes it by hand."""

from enum import StrEnum
from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from apps.core.rbac import Permission
from apps.core.scoped_admin import TenantScopedAdmin

from .client_errors.reports import KINDS
from .events import AuditEvent, Category
from .models import AuditEntry, AuditLog, ClientError


class CatalogueFilter(admin.SimpleListFilter):
    """From the catalogue: asking the table for its distinct values would read all of it."""

    values: ClassVar[type[StrEnum]]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(value), str(value)) for value in self.values]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(**{self.parameter_name: self.value()}) if self.value() else queryset


class CategoryFilter(CatalogueFilter):
    title = parameter_name = "category"
    values = Category


class EventFilter(CatalogueFilter):
    title = parameter_name = "event"
    values = AuditEvent


@admin.register(AuditEntry)
class AuditEntryAdmin(TenantScopedAdmin):
    view_permission = Permission.AUDIT_VIEW
    granted_as = AuditLog
    fields = (
        *("at", "event", "category", "actor_role", "actor_id", "impersonated_by", "subject_type", "subject_id"),
        *("request_method", "request_path", "status", "ip_address", "request_id", "request_payload", "changes"),
    )
    list_display = ("at", "event", "actor_role", "call", "status", "ip_address")
    list_filter = (("at", admin.DateFieldListFilter), CategoryFilter, EventFilter)
    search_fields = ("=actor_id", "=subject_id", "=request_id")
    search_help_text = "The id of an actor, of a subject, or of a request"
    ordering = ("-at", "-id")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup in ("subject_id", "actor_id") or super().lookup_allowed(lookup, value, request)

    @admin.display(description="request")
    def call(self, entry: AuditEntry) -> str:
        return f"{entry.request_method} {entry.request_path}".strip()


class KindFilter(admin.SimpleListFilter):
    title = parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(kind, kind) for kind in KINDS]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(ClientError)
class ClientErrorAdmin(TenantScopedAdmin):
    """One row for each kind of error, however often it was told."""

    view_permission = Permission.CLIENT_ERROR_VIEW
    fields = (
        *("kind", "message", "source", "stack", "page", "browser"),
        *("count", "first_seen", "last_seen", "last_request_id", "fingerprint"),
    )
    list_display = ("message", "kind", "page", "count", "browser", "last_seen")
    list_filter = (("last_seen", admin.DateFieldListFilter), KindFilter)
    search_fields = ("=last_request_id", "=fingerprint", "page")
    search_help_text = "A page, the id of a request, or a fingerprint"
    ordering = ("-last_seen", "-id")
