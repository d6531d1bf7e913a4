"""Figures of the tenant an admin works in; of all tenants for an operator outside any."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.http import StreamingHttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api import Api, FileApi, SerializerClass
from apps.core.identity import Principal
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission

from . import csv_files, reports
from .periods import Period
from .shapes import ChatOut, DocumentsOut, OverviewOut, PeriodQuery, RetrievalOut, SystemLoadOut, asked


class Report(Api):
    """One report over the days that are asked for."""

    permission, rate_policy = Permission.ENTERPRISE_ADMIN, RatePolicy.ANALYTICS
    Query = PeriodQuery
    Output: ClassVar[SerializerClass]
    report: ClassVar[Callable[[Principal, Period], dict[str, Any]]]

    def get(self, request: Request) -> Response:
        report = type(self).report(self.principal, asked(self.query(request)))
        return Response(self.Output(report).data)


class Overview(Report):
    Output, report = OverviewOut, reports.overview


class Chat(Report):
    Output, report = ChatOut, reports.chat


class Retrieval(Report):
    Output, report = RetrievalOut, reports.retrieval


class Documents(Report):
    Output, report = DocumentsOut, reports.documents


class OverviewDays(FileApi):
    """The overview day by day, as CSV."""

    permission, rate_policy = Permission.ENTERPRISE_ADMIN, RatePolicy.ANALYTICS
    Query, media_type = PeriodQuery, "text/csv"

    def get(self, request: Request) -> StreamingHttpResponse:
        return csv_files.sent(reports.overview(self.principal, asked(self.query(request))))


class SystemLoad(Api):
    permission, rate_policy = Permission.ENTERPRISE_ADMIN, RatePolicy.ANALYTICS
    Output = SystemLoadOut

    def get(self, request: Request) -> Response:
        return Response(SystemLoadOut(reports.system_load(self.principal)).data)
