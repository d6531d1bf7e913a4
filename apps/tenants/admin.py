"""Tenants and their staff in the enterprise admin."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from apps.core import rbac
from apps.core.admin import acting
from apps.core.errors import Conflict
from apps.core.identity import Role
from apps.core.rbac import Permission
from apps.core.scoped_admin import TenantScopedAdmin
from apps.core.service_form import ServiceForm
from apps.core.step_up import Proof

from . import lockout, second_factor, selectors, services
from .links import AccountLink
from .models import Staff, StaffRole, Tenant
from .theme_model import Theme

admin.site.unregister(Group)  # roles are `rbac`'s


class TenantForm(ServiceForm):
    class Meta:
        model = Tenant
        fields = ("name", "slug", "country", "support_may_write", "require_second_factor")

    def create(self, data: dict[str, Any]) -> Tenant:
        first = {name: data[name] for name in ("name", "slug", "country")}
        tenant = services.tenant_create(self.principal, **first)
        rest = {name: value for name, value in data.items() if name not in first}
        return services.tenant_change(self.principal, tenant_id=tenant.pk, changes=rest)

    def update(self, changes: dict[str, Any]) -> Tenant:
        return services.tenant_change(self.principal, tenant_id=self.instance.pk, changes=changes)


@admin.register(Tenant)
class TenantAdmin(TenantScopedAdmin):
    view_permission, write_permission = Permission.TENANT_VIEW, Permission.TENANT_MANAGE
    tenant_field = "id"
    form = TenantForm
    sensitive = True
    fields = ("name", "slug", "country", "support_may_write", "require_second_factor")
    fixed = ("slug",)
    list_display = ("name", "slug", "country", "require_second_factor", "created_at")
    search_fields = ("name", "slug")
    ordering = ("name",)
    change_form_template = "admin/tenants/tenant/change_form.html"

    def get_urls(self) -> list[Any]:
        enter = path("work-in/", self.admin_site.admin_view(self.work_in), name="work_in")
        return [enter, *super().get_urls()]

    @method_decorator(require_POST)
    @method_decorator(transaction.non_atomic_requests)
    def work_in(self, request: HttpRequest) -> HttpResponse:
        """Enter the tenant that is named, or leave the one at hand."""
        services.scope_enter(acting(request), slug=request.POST.get("tenant") or None)
        return HttpResponseRedirect(reverse("admin:index"))


class StaffForm(ServiceForm):
    aliases: ClassVar[dict[str, str]] = {"memberships": "developments", "password": "new_password"}

    developments = forms.ModelMultipleChoiceField(
        queryset=Staff.objects.none(), required=False, help_text=_("Where a builder works; admins reach all of them.")
    )
    new_password = forms.CharField(
        required=False,
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. A new password ends the person's sessions."),
    )

    class Meta:
        model = Staff
        fields = ("tenant", "email", "name", "role", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "role" in self.fields:
            may = [c for c in StaffRole.choices if rbac.may_grant(self.principal, Role(c[0]))]
            self.fields["role"].choices = [("", "---------"), *may]  # type: ignore[attr-defined]
        if "new_password" in self.fields:
            self.fields["new_password"].required = self.adding
        if "developments" in self.fields:
            self.fields["developments"].queryset = self._developments()  # type: ignore[attr-defined]
            self.initial["developments"] = [] if self.adding else selectors.development_ids_of(self.instance)

    def _developments(self) -> QuerySet[Any]:
        """Developments stand above this app in the order of imports, so their model is asked for by name."""
        tenant_id = self.principal.tenant_id if self.adding else self.instance.tenant_id
        return apps.get_model("developments", "Development").objects.filter(tenant_id=tenant_id)

    def create(self, data: dict[str, Any]) -> Staff:
        tenant = data.get("tenant")
        return services.staff_create(
            self.principal,
            tenant_id=tenant.pk if tenant else self.principal.tenant_id,
            email=data["email"],
            name=data["name"],
            role=data["role"],
            password=data["new_password"],
            development_ids=[row.pk for row in data["developments"]],
        )

    def update(self, changes: dict[str, Any]) -> Staff:
        joined = changes.get("developments")
        person = services.staff_change(
            self.principal,
            staff_id=self.instance.pk,
            name=changes.get("name"),
            role=changes.get("role"),
            active=changes.get("is_active"),
            development_ids=None if joined is None else [row.pk for row in joined],
        )
        if changes.get("new_password"):
            services.password_change(self.principal, staff_id=person.pk, password=changes["new_password"])
        return person


@admin.register(Staff)
class StaffAdmin(TenantScopedAdmin):
    view_permission, write_permission = Permission.STAFF_MANAGE, Permission.STAFF_MANAGE
    sensitive = True
    form = StaffForm
    fixed = ("tenant", "email")
    list_display = ("name", "email", "role", "is_active", "created_at")
    list_filter = ("role", "is_active")
    search_fields = ("name", "email")
    ordering = ("name",)
    change_form_template = "admin/tenants/staff/change_form.html"

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        unlock = path("<uuid:staff_id>/unlock/", view(self.unlock), name="staff_unlock")
        take_off = path("<uuid:staff_id>/second-factor/", view(self.take_off_factor), name="staff_second_factor")
        return [unlock, take_off, *super().get_urls()]

    @method_decorator(require_POST)
    def unlock(self, request: HttpRequest, staff_id: UUID) -> HttpResponse:
        """Let the person try to sign in again at once."""
        lockout.unlock(acting(request), staff_id=staff_id)
        return self._back(request, staff_id, _("Failed attempts to sign in are forgotten."))

    @method_decorator(require_POST)
    @method_decorator(transaction.non_atomic_requests)
    def take_off_factor(self, request: HttpRequest, staff_id: UUID) -> HttpResponse:
        """For somebody who has lost app and recovery codes."""
        try:
            second_factor.reset(acting(request), staff_id=staff_id)
        except Conflict as refusal:
            return self._back(request, staff_id, refusal.detail, messages.WARNING)
        return self._back(request, staff_id, _("The second factor is off, and the person's sessions have ended."))

    take_off_factor.proof = Proof.RECENT  # type: ignore[attr-defined]

    def _back(
        self, request: HttpRequest, staff_id: UUID, sentence: Any, level: int = messages.SUCCESS
    ) -> HttpResponseRedirect:
        messages.add_message(request, level, sentence)
        return HttpResponseRedirect(reverse("admin:tenants_staff_change", args=[staff_id]))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        outside = acting(request).tenant_id is None
        first = ["tenant"] if outside else []
        rest = ["is_active", "developments"] if obj else [] if outside else ["developments"]
        return [*first, "email", "name", "role", *rest, "new_password"]


@admin.register(AccountLink)
class AccountLinkAdmin(TenantScopedAdmin):
    """Invitations and password resets that wait; what is in the link is shown to nobody."""

    view_permission = Permission.STAFF_MANAGE
    fields = ("staff", "purpose", "created_at", "expires_at")
    list_display = ("staff", "purpose", "created_at", "expires_at")
    list_filter = ("purpose",)
    list_select_related = ("staff",)
    search_fields = ("staff__name", "staff__email")
    ordering = ("-created_at", "id")


@admin.register(Theme)
class ThemeAdmin(TenantScopedAdmin):
    """To look at; colours and logo are chosen under Settings, where what they do is shown."""

    view_permission = Permission.THEME_MANAGE
    fields = ("product_name", "brand", "accent", "updated_at")
    list_display = ("__str__", "product_name", "brand", "accent", "updated_at")
    ordering = ("-updated_at", "id")
