"""Reading everything of a development again, and how far that is."""

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api import Api
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.documents import selectors, services

from .builder import NothingIn
from .shapes import JobOut


class ReingestAll(Api):
    """Every document of a development read again, as one job."""

    permission, rate_policy = Permission.DOCUMENT_MANAGE, RatePolicy.DEVELOPER_API
    Input, Output, success = NothingIn, JobOut, {"POST": 202}

    def post(self, request: Request, development_id: UUID) -> Response:
        self.parse(request)
        made = services.development_reingest(self.principal, development_id=development_id)
        progress = selectors.progress(self.principal, made.pk)
        return self.created(JobOut(progress).data, f"/api/developers/jobs/{made.pk}", 202)


class Job(Api):
    """How far a job has come, document by document."""

    permission, rate_policy = Permission.JOB_VIEW, RatePolicy.DEVELOPER_API
    Output = JobOut

    def get(self, request: Request, job_id: UUID) -> Response:
        self.query(request)
        return Response(JobOut(selectors.progress(self.principal, job_id)).data)
