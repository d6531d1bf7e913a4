"""The trail as a file, from the list of the enterprise admin: the API's export, behind a page that asks for a code."""

from typing import Any, cast

from django.http import HttpRequest, StreamingHttpResponse

from apps.audit.api import AuditExport
from apps.audit.download import download
from apps.core.api import strictly
from apps.core.http import Request
from apps.core.pages import Page
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.core.step_up import Proof


class AuditExportPage(Page):
    permission, rate_policy, proof = Permission.AUDIT_VIEW, RatePolicy.EXPORT, Proof.RECENT
    http_method_names = ["get"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> StreamingHttpResponse:  # type: ignore[override]
        filters = strictly(AuditExport.Query, request.GET.dict())
        return download(cast(Request, request), filters, filters.pop("shape"))
