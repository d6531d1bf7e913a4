"""The tenant that the admin's pages are about, in their header."""

from typing import Any

from django import template

from apps.core import rbac
from apps.core.rbac import Permission
from apps.tenants import selectors

register = template.Library()


@register.inclusion_tag("admin/work_scope.html", takes_context=True)
def work_scope(context: dict[str, Any]) -> dict[str, Any]:
    principal = context["principal"]
    tenant = selectors.tenant(principal, principal.tenant_id) if principal.tenant_id else None
    leaves = tenant is not None and rbac.allows(principal, Permission.SCOPE_CHOOSE)
    return {"tenant": tenant, "leaves": leaves, "csrf_token": context.get("csrf_token")}
