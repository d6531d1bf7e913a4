"""The audit trail in the enterprise admin: to read and to filter; nobody writes it by hand."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString

from apps.core.admin import acting
from apps.core.identity import PLATFORM_TENANT
from apps.core.list_export import ARRANGING
from apps.core.panels import guarded
from apps.core.rbac import Permission
from apps.core.scoped_admin import TenantScopedAdmin

from . import explorer
from .client_errors.reports import KINDS
from .events import AuditEvent, Category, events_of
from .models import AuditEntry, AuditLog, ClientError
from .period import NAMES, PeriodFilter, moments

# What the list's filters are called by the export.
EXPORTED: Mapping[str, str] = {
    "category": "category",
    "event": "event",
    "subject_id": "subject",
    "actor_id": "actor",
}


class CatalogueFilter(admin.SimpleListFilter):
    """From the catalogue: asking the table for its distinct values would read all of it."""

    values: ClassVar[Iterable[str]]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(value), str(value)) for value in self.values]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(**{self.parameter_name: self.value()}) if self.value() else queryset


class CategoryFilter(CatalogueFilter):
    title = parameter_name = "category"
    values = Category

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(event__in=events_of(self.value())) if self.value() else queryset


class EventFilter(CatalogueFilter):
    title = parameter_name = "event"
    values = AuditEvent


@admin.register(AuditEntry)
class AuditEntryAdmin(TenantScopedAdmin):
    view_permission = Permission.AUDIT_VIEW
    granted_as = AuditLog
    fields = (
        *("at", "event", "category", "actor_role", "actor_id", "impersonated_by", "subject_type", "subject_id"),
        *("request_method", "request_path", "status", "ip_address", "request_id", "payload", "changed"),
    )
    readonly_fields = ("payload", "changed")
    change_form_template = "admin/audit/auditentry/change_form.html"
    change_list_template = "admin/audit/auditentry/change_list.html"
    list_display = ("at", "event", "actor_role", "call", "status", "ip_address")
    list_filter = (PeriodFilter, CategoryFilter, EventFilter)
    search_fields = ("=actor_id", "=subject_id", "=request_id")
    search_help_text = "The id of an actor, of a subject, or of a request"
    ordering = ("-at", "-id")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup in ("subject_id", "actor_id") or super().lookup_allowed(lookup, value, request)

    @admin.display(description="request")
    def call(self, entry: AuditEntry) -> str:
        return f"{entry.request_method} {entry.request_path}".strip()

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Django's list, and above it the days, the seals and the way to a file, each of which may fail alone."""
        response = super().changelist_view(request, extra_context)
        shown = getattr(response, "context_data", None) or {}
        if "cl" in shown:
            tenant_id = acting(request).tenant_id or PLATFORM_TENANT
            shown["volume"] = guarded(request, lambda: explorer.volume(shown["cl"].queryset))
            shown["seal"] = guarded(request, lambda: explorer.last_seal(tenant_id))
            shown |= {"export": _export_of(request), "categories": list(Category)}
        return response

    @admin.display(description="payload")
    def payload(self, entry: AuditEntry) -> SafeString:
        return explorer.pretty(entry.request_payload)

    @admin.display(description="changes")
    def changed(self, entry: AuditEntry) -> SafeString:
        return explorer.pretty(entry.changes)

    def parts(self, obj: AuditEntry) -> dict[str, Callable[[], Any]]:
        return {"same": lambda: explorer.same_request(obj), "seal": lambda: explorer.seal_of(obj)}


def _export_of(request: HttpRequest) -> str | None:
    """The query of an export of the same rows; None when it cannot say what the list is filtered by."""
    given = {name: value for name, value in request.GET.items() if name not in ARRANGING}
    if not set(given) <= set(EXPORTED) | set(NAMES):
        return None
    filters = {EXPORTED[name]: value for name, value in given.items() if name in EXPORTED}
    bounds = {name: moment.isoformat() for name, moment in moments(given).items()}
    return urlencode(filters | bounds)


class KindFilter(CatalogueFilter):
    title = parameter_name = "kind"
    values = KINDS


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
