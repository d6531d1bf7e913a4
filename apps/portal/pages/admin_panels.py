"""Panels of the enterprise admin's first page: what wants to be looked at, the newest first."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy

from apps.anomalies import selectors as anomalies
from apps.anomalies.models import State
from apps.audit.client_errors import services as client_errors
from apps.core.panels import PanelPage
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission

SHOWN = 5
RECENT = timedelta(days=7)


class AdminPanel(PanelPage):
    permission, rate_policy = Permission.ENTERPRISE_ADMIN, RatePolicy.ADMIN_API


class AnomaliesPanel(AdminPanel):
    template_name = "admin/panels/anomalies.html"
    title = gettext_lazy("Open anomalies")

    def figures(self) -> dict[str, Any]:
        return {"rows": list(anomalies.findings(self.principal, {"state": State.OPEN})[:SHOWN])}


class ClientErrorsPanel(AdminPanel):
    template_name = "admin/panels/client_errors.html"
    title = gettext_lazy("Errors in browsers in the last week")

    def figures(self) -> dict[str, Any]:
        rows = client_errors.errors(self.principal, {"since": timezone.now() - RECENT})
        return {"rows": list(rows[:SHOWN])}
