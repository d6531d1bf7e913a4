"""Estates, house types and homes in the enterprise admin."""

from typing import Any, ClassVar

from django.contrib import admin

from apps.audit import services as audit
from apps.audit.changes import apply_changes
from apps.audit.events import AuditEvent
from apps.core.rbac import Permission
from apps.core.scoped_admin import InScopeFilter, TenantScopedAdmin
from apps.core.service_form import ServiceForm

from . import selectors, services
from .models import Development, HouseType, Unit

IN_DEVELOPMENT = ("development", InScopeFilter)


class DevelopmentForm(ServiceForm):
    class Meta:
        model = Development
        fields = ("name", "address", "emergency_contact", "site_office", "management_company")

    def create(self, data: dict[str, Any]) -> Development:
        made = services.development_create(self.principal, name=data["name"], address=data["address"])
        return services.development_update(self.principal, development_id=made.pk, changes=data)

    def update(self, changes: dict[str, Any]) -> Development:
        return services.development_update(self.principal, development_id=self.instance.pk, changes=changes)


@admin.register(Development)
class DevelopmentAdmin(TenantScopedAdmin):
    view_permission, write_permission = Permission.DEVELOPMENT_VIEW, Permission.DEVELOPMENT_CREATE
    needs_tenant = True
    form = DevelopmentForm
    fields = ("name", "slug", "address", "emergency_contact", "site_office", "management_company", "created_at")
    readonly_fields = ("slug", "created_at")
    list_display = ("name", "address", "archived_at", "created_at")
    search_fields = ("name", "address")
    ordering = ("name",)


class HouseTypeForm(ServiceForm):
    class Meta:
        model = HouseType
        fields = ("development", "code", "name", "bedrooms", "floor_area_m2")

    def create(self, data: dict[str, Any]) -> HouseType:
        development = data.pop("development")
        return services.house_type_create(self.principal, development_id=development.pk, **data)

    def update(self, changes: dict[str, Any]) -> HouseType:
        rows = selectors.house_types_of(self.principal, self.instance.development_id)
        row = selectors.found(rows, self.instance.pk)
        made = apply_changes(row, changes)
        audit.record(
            AuditEvent.RECORD_CHANGED, self.principal, subject=row, action="changed", fields=made.fields, changes=made
        )
        return row


@admin.register(HouseType)
class HouseTypeAdmin(TenantScopedAdmin):
    view_permission, write_permission = Permission.UNIT_VIEW, Permission.DEVELOPMENT_MANAGE
    needs_tenant = True
    form = HouseTypeForm
    fields = ("development", "code", "name", "bedrooms", "floor_area_m2")
    fixed = ("development", "code")
    list_display = ("code", "name", "development", "bedrooms", "floor_area_m2")
    list_filter = (IN_DEVELOPMENT,)
    list_select_related = ("development",)
    search_fields = ("code", "name")
    ordering = ("code", "id")


class UnitForm(ServiceForm):
    aliases: ClassVar[dict[str, str]] = {"house_type": "house_type_code"}

    class Meta:
        model = Unit
        fields = ("development", "unit_number", "address", "eircode", "house_type_code")

    def create(self, data: dict[str, Any]) -> Unit:
        development = data.pop("development")
        return services.unit_create(self.principal, development_id=development.pk, **data)

    def update(self, changes: dict[str, Any]) -> Unit:
        return services.unit_update(self.principal, unit_id=self.instance.pk, changes=changes)


@admin.register(Unit)
class UnitAdmin(TenantScopedAdmin):
    view_permission, write_permission = Permission.UNIT_VIEW, Permission.UNIT_MANAGE
    needs_tenant = True
    form = UnitForm
    fields = ("development", "unit_number", "address", "eircode", "house_type_code")
    fixed = ("development",)
    list_display = ("unit_number", "address", "eircode", "house_type_code", "development")
    list_filter = (IN_DEVELOPMENT,)
    list_select_related = ("development",)
    search_fields = ("unit_number", "address", "eircode")
    ordering = ("unit_number", "id")
