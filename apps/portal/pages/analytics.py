"""A development's figures over time. The page is complete without script, which only draws its tables."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase

from apps.analytics import plots, reports
from apps.analytics.forms import asked
from apps.analytics.periods import Period
from apps.core.calendar import local
from apps.core.pages import Page
from apps.core.panels import guarded
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.developments import selectors as developments


class AnalyticsPage(Page):
    template_name = "developments/analytics.html"
    permission, rate_policy = Permission.ANALYTICS_VIEW, RatePolicy.DEVELOPER_ANALYTICS
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, *args: Any, development_id: UUID, **kwargs: Any) -> HttpResponseBase:
        wanted = asked(request.GET)
        development = developments.development(self.principal, development_id)
        told = guarded(request, lambda: self._told(development_id, wanted.period))
        context = self.get_context_data(
            section="developments",
            tab="analytics",
            development=development,
            asked=wanted,
            failure=told.failure,
            **(told.found or {}),
        )
        return self.render_to_response(context, status=400 if wanted.trouble else 200)

    def _told(self, development_id: UUID, period: Period) -> dict[str, Any]:
        report = reports.development(self.principal, development_id, period)
        return {"report": report, "shown": plots.development(report), "counted_at": local(report["counted_at"])}
