"""What builders tell their homes, in the enterprise admin: to read; notices are written under Settings."""

from django.contrib import admin

from apps.core.rbac import Permission
from apps.core.scoped_admin import InScopeFilter, TenantScopedAdmin

from .models import Notice


@admin.register(Notice)
class NoticeAdmin(TenantScopedAdmin):
    view_permission = Permission.NOTICE_VIEW
    fields = ("title", "body", "development", "house_type_code", "starts_at", "ends_at", "created_at", "changed_at")
    list_display = ("title", "development", "house_type_code", "state", "starts_at", "ends_at")
    list_filter = (("development", InScopeFilter), ("starts_at", admin.DateFieldListFilter))
    list_select_related = ("development",)
    search_fields = ("title",)
    ordering = ("-starts_at", "id")
