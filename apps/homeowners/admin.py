"""Residents, and how often the card of a home was used, in the enterprise admin. No secret of a card is shown."""

from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.core.identity import Principal
from apps.core.rbac import Permission
from apps.core.scoped_admin import InScopeFilter, TenantScopedAdmin
from apps.core.service_form import ServiceForm

from . import services
from .models import DeviceRequest, EnrolmentCode, Homeowner


class HomeownerForm(ServiceForm):
    class Meta:
        model = Homeowner
        fields = ("unit", "name", "email", "phone", "is_active")

    def create(self, data: dict[str, Any]) -> Homeowner:
        return services.homeowner_create(
            self.principal, unit_id=data["unit"].pk, name=data["name"], email=data["email"], phone=data["phone"]
        )

    def update(self, changes: dict[str, Any]) -> Homeowner:
        return services.homeowner_update(self.principal, homeowner_id=self.instance.pk, changes=changes)


@admin.register(Homeowner)
class HomeownerAdmin(TenantScopedAdmin):
    view_permission, write_permission = Permission.HOMEOWNER_VIEW, Permission.HOMEOWNER_MANAGE
    needs_tenant = True
    deletable = True
    form = HomeownerForm
    fixed = ("unit",)
    change_form_template = "admin/homeowners/homeowner/change_form.html"
    autocomplete_fields = ("unit",)
    list_display = ("__str__", "support", "unit", "development", "email", "phone", "is_active", "created_at")
    screen_only = ("support",)
    list_filter = (("development", InScopeFilter), "is_active")
    list_select_related = ("unit", "development")
    search_fields = ("name", "email", "phone", "unit__unit_number")
    ordering = ("-created_at", "id")

    def get_fields(self, request: Any, obj: Any = None) -> list[str]:
        return ["unit", "name", "email", "phone", *(["is_active"] if obj else [])]

    @admin.display(description="support")
    def support(self, person: Homeowner) -> SafeString:
        return format_html('<a href="{}?homeowner={}">look as</a>', reverse("page-support"), person.pk)

    def remove(self, principal: Principal, obj: Homeowner) -> None:
        services.homeowner_delete(principal, homeowner_id=obj.pk)


@admin.register(EnrolmentCode)
class EnrolmentCodeAdmin(TenantScopedAdmin):
    view_permission = Permission.ENROLMENT_MANAGE
    fields = ("unit", "development", "scans", "last_scan_at", "expires_at", "revoked_at", "created_at")
    list_display = ("unit", "development", "scans", "last_scan_at", "expires_at", "revoked_at", "created_at")
    list_filter = (("development", InScopeFilter), ("revoked_at", admin.EmptyFieldListFilter))
    list_select_related = ("unit", "development")
    search_fields = ("unit__unit_number",)
    ordering = ("-created_at", "id")


@admin.register(DeviceRequest)
class DeviceRequestAdmin(TenantScopedAdmin):
    """Only somebody in the home decides; the number that they compare is theirs."""

    view_permission = Permission.HOMEOWNER_VIEW
    fields = ("unit", "development", "device", "allowed", "expires_at", "created_at")
    list_display = ("device_name", "unit", "development", "allowed", "expires_at", "created_at")
    list_filter = (("development", InScopeFilter), "allowed")
    list_select_related = ("unit", "development")
    search_fields = ("device", "unit__unit_number")
    ordering = ("-created_at", "id")

    @admin.display(description="device", ordering="device")
    def device_name(self, asked: DeviceRequest) -> str:
        return asked.device or "Unknown device"
