"""A development's figures over time, for its builder."""

from uuid import UUID

from django.http import StreamingHttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api import Api, FileApi
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission

from . import csv_files, reports
from .shapes import DevelopmentReportOut, PeriodQuery, asked


class DevelopmentAnalytics(Api):
    permission, rate_policy = Permission.ANALYTICS_VIEW, RatePolicy.DEVELOPER_ANALYTICS
    Query, Output = PeriodQuery, DevelopmentReportOut

    def get(self, request: Request, development_id: UUID) -> Response:
        report = reports.development(self.principal, development_id, asked(self.query(request)))
        return Response(DevelopmentReportOut(report).data)


class DevelopmentDays(FileApi):
    """The same figures day by day, as CSV."""

    permission, rate_policy = Permission.ANALYTICS_VIEW, RatePolicy.DEVELOPER_ANALYTICS
    Query, media_type = PeriodQuery, "text/csv"

    def get(self, request: Request, development_id: UUID) -> StreamingHttpResponse:
        return csv_files.sent(reports.development(self.principal, development_id, asked(self.query(request))))
