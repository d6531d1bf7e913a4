"""The base of every model's admin: inside the row scope of who acts, limited to what `rbac` and declared grants allow.

Django's permissions, log entries and content types are not used: the application's roles may not touch those tables.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, NoReturn
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR, TO_FIELD_VAR
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.db.models import ForeignKey, Model, QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from . import rbac
from .admin import acting
from .constraints import RowSecurity
from .errors import NotFound
from .guarded_list import CappedPaginator, GuardedFilter, GuardedList
from .identity import Principal
from .panels import guarded
from .rbac import Permission


class InScopeFilter(GuardedFilter):
    """Offers what the principal reaches in one tenant; an operator outside any chooses a tenant first."""

    def offered(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        tenant_id = acting(request).tenant_id or request.GET.get("tenant__id__exact")
        if not tenant_id:
            return []
        ordering = self.field_admin_ordering(field, request, model_admin)
        return field.get_choices(include_blank=False, ordering=ordering, limit_choices_to={"tenant_id": tenant_id})


class TenantScopedAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows of the tenant the principal works in; for an operator outside any, all rows, each with its tenant.

    What may be done is what both `rbac` and the grants declared on the model allow. Rows are written by services, which
    also record it. `sensitive` asks for the second factor before a form opens; `fixed` names fields that are chosen
    once; `granted_as` is the model that declares the grants; `screen_only` names columns that are no part of a file.
    """

    view_permission: ClassVar[Permission]
    write_permission: ClassVar[Permission | None] = None
    deletable: ClassVar[bool] = False
    needs_tenant: ClassVar[bool] = False
    sensitive: ClassVar[bool] = False
    tenant_field: ClassVar[str] = "tenant"
    fixed: ClassVar[Sequence[str]] = ()
    granted_as: ClassVar[type[Model] | None] = None
    screen_only: ClassVar[Sequence[str]] = ()

    view_on_site = False
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows, tenant_id = super().get_queryset(request), acting(request).tenant_id
        return rows if tenant_id is None else rows.filter(**{self.tenant_field: tenant_id})

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, self.view_permission, "select", obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        homeless = self.needs_tenant and acting(request).tenant_id is None
        return not homeless and self._may(request, self.write_permission, "insert")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, self.write_permission, "update", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.deletable and self._may(request, self.write_permission, "delete", obj)

    def _may(self, request: HttpRequest, permission: Permission | None, privilege: str, obj: Any = None) -> bool:
        principal = acting(request)
        allowed = permission is not None and rbac.allows(principal, permission)
        return allowed and privilege in self._grants(principal) and (obj is None or rbac.owns(principal, obj))

    def _grants(self, principal: Principal) -> list[str]:
        opts = (self.granted_as or self.model)._meta
        (declared,) = (c for c in opts.constraints if isinstance(c, RowSecurity))
        role = "super_admin" if principal.tenant_id is None else "admin"
        return declared.grants.get(role, "").split(", ")

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return self._with_tenant(request, super().get_list_display(request))

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return self._with_tenant(request, super().get_list_filter(request), ("tenant", GuardedFilter))

    def get_list_select_related(self, request: HttpRequest) -> Any:
        return self._with_tenant(request, super().get_list_select_related(request) or ())

    def _with_tenant(self, request: HttpRequest, names: Any, tenant: Any = "tenant") -> list[Any]:
        shown = acting(request).tenant_id is None and self.tenant_field == "tenant"
        return [*names, tenant] if shown else [*names]

    def get_paginator(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        paginator: Any = super().get_paginator(request, *args, **kwargs)
        paginator.request = request
        return paginator

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[GuardedList]:
        return GuardedList

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        response = super().changelist_view(request, extra_context)
        shown = getattr(response, "context_data", None) or {}
        if "cl" in shown:
            shown["rows"] = shown["cl"].shown(request)
        return response

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return [*super().get_readonly_fields(request, obj), *(self.fixed if obj else ())]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"principal": acting(request)})

    def formfield_for_foreignkey(
        self, db_field: "ForeignKey[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> "ModelChoiceField[Any] | None":
        tenant_id = acting(request).tenant_id
        if tenant_id is not None:
            kwargs["queryset"] = db_field.remote_field.model._default_manager.filter(tenant_id=tenant_id)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def render_change_form(
        self, request: Any, context: Any, add: bool = False, change: bool = False, form_url: str = "", obj: Any = None
    ) -> HttpResponse:
        """Django's own without the model's content type, whose table the application's roles may not read."""
        filters = {"preserved_filters": self.get_preserved_filters(request), "opts": self.opts}
        request.current_app = self.admin_site.name
        if change:
            context |= {name: guarded(request, build) for name, build in self.parts(obj).items()}
            context["subtitle"] = self._subtitle(request, obj)
        context |= {
            "add": add,
            "change": change,
            "has_view_permission": self.has_view_permission(request, obj),
            "has_add_permission": self.has_add_permission(request),
            "has_change_permission": self.has_change_permission(request, obj),
            "has_delete_permission": self.has_delete_permission(request, obj),
            "has_editable_inline_admin_formsets": False,
            "has_file_field": context["adminform"].form.is_multipart(),
            "has_absolute_url": False,
            "form_url": add_preserved_filters(filters, form_url),  # type: ignore[arg-type]
            "opts": self.opts,
            "app_label": self.opts.app_label,
            "save_as": self.save_as,
            "save_on_top": self.save_on_top,
            "to_field_var": TO_FIELD_VAR,
            "is_popup_var": IS_POPUP_VAR,
        }
        return TemplateResponse(request, self.change_form_template or "admin/change_form.html", context)

    def _subtitle(self, request: HttpRequest, obj: Any) -> str:
        """The object; for an operator outside any tenant, with whose it is."""
        outside = acting(request).tenant_id is None and self.tenant_field == "tenant"
        return f"{obj} ({obj.tenant})" if outside else str(obj)

    def parts(self, obj: Any) -> Mapping[str, Callable[[], Any]]:
        """What stands beneath an object's fields, by its name in the template: read by itself, so it fails alone."""
        return {}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The form's service has written the row."""

    def remove(self, principal: Principal, obj: Any) -> None:
        raise NotImplementedError

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.remove(acting(request), obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for obj in queryset:
            self.remove(acting(request), obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Names what was chosen. Django would read every table that refers to it, some of which no person may read."""
        names = [str(obj) for obj in objs]
        return names, {str(self.opts.verbose_name_plural): len(names)}, set(), []

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Services record what they do."""

    log_change = log_addition

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Services record what they do."""

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """What happened to an object is in the audit trail."""
        obj = self.get_object(request, object_id)
        if obj is None or not self.has_view_permission(request, obj):
            self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        trail = reverse("admin:audit_auditentry_changelist")
        return HttpResponseRedirect(f"{trail}?{urlencode({'subject_id': obj.pk})}")

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> NoReturn:
        """Django's own repeats the id in a message; ours is the answer that every other door gives."""
        raise NotFound(reason=f"no {opts.verbose_name} within reach")
