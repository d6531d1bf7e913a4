"""The audit trail in the enterprise admin: to read and to filter; nobody writes it by hand."""

from enum import StrEnum
from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from apps.core.rbac import Permission
from apps.core.scoped_admin import TenantScopedAdmin

from .events import AuditEvent, Category
from .models import AuditEntry, AuditLog


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
