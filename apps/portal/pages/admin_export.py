"""Any list of the enterprise admin as a file: what is listed, behind the same demands as every other export."""

from typing import Any, cast

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.exceptions import NotRegistered
from django.http import HttpRequest, HttpResponseBase

from apps.audit.events import AuditEvent
from apps.audit.services import record
from apps.core.errors import NotFound
from apps.core.list_export import listing
from apps.core.pages import Page
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.core.scoped_admin import TenantScopedAdmin
from apps.core.step_up import Proof
from apps.homeowners.api.importing import sent
from apps.homeowners.importing.sheets import CSV


class ListExportPage(Page):
    """Which list it may be follows from the permission that the list itself asks for."""

    permission, rate_policy, proof = Permission.ENTERPRISE_ADMIN, RatePolicy.EXPORT, Proof.RECENT
    http_method_names = ["get"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        found = listing(_listed(**self.kwargs), request)
        record(AuditEvent.LIST_EXPORTED, self.principal, list=found.page.opts.label_lower, filters=found.filters)
        return sent(found.lines(self.principal.session), CSV, self.kwargs["model"])


def _listed(app: str, model: str) -> TenantScopedAdmin:
    try:
        return cast(TenantScopedAdmin, admin.site.get_model_admin(apps.get_model(app, model)))
    except (LookupError, NotRegistered):
        raise NotFound(reason="no list of this name") from None
