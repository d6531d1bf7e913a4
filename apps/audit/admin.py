"""The audit trail in the enterprise admin: to read and to filter; nobody writes it by hand."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from apps.core.rbac import Permission
from apps.core.scoped_admin import TenantScopedAdmin

from .events import AuditEvent
from .models import AuditEntry, AuditLog

SHOWN = ("at", "event", "actor_role", "subject_type", "request_method", "request_path", "status", "ip_address")


class EventFilter(admin.SimpleListFilter):
    """From the catalogue: asking the table for its distinct events would read all of it."""

    title = parameter_name = "event"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(event), str(event)) for event in AuditEvent]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(event=self.value()) if self.value() else queryset


@admin.register(AuditEntry)
class AuditEntryAdmin(TenantScopedAdmin):
    view_permission = Permission.AUDIT_VIEW
    granted_as = AuditLog
    fields = (
        *(*SHOWN, "category", "actor_id", "impersonated_by", "subject_id"),
        *("request_id", "request_payload", "changes"),
    )
    list_display = SHOWN
    list_filter = (EventFilter, ("at", admin.DateFieldListFilter))
    search_fields = ("=actor_id", "=subject_id", "=request_id")
    search_help_text = "The id of an actor, of a subject, or of a request"
    ordering = ("-at", "-id")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup in ("subject_id", "actor_id") or super().lookup_allowed(lookup, value, request)
