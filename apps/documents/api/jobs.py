"""Reading many documents again: how far that is, and what failed once more."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import PolymorphicProxySerializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api import Api
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.documents import rereading
from apps.documents.models import Reingestion
from apps.documents.progress import progress
from apps.homeowners.api.importing import ImportOut
from apps.homeowners.importing import selectors as imports
from apps.homeowners.importing.progress import Progress as ImportProgress

from .builder import NothingIn
from .shapes import JobOut

MOST_DOCUMENTS = 500


class ReingestIn(serializers.Serializer[Any]):
    documents = serializers.ListField(
        child=serializers.UUIDField(),
        min_length=1,
        max_length=MOST_DOCUMENTS,
        required=False,
        help_text="Absent: all that are in force.",
    )


class _Started(Api):
    permission, rate_policy = Permission.DOCUMENT_MANAGE, RatePolicy.DEVELOPER_API
    Output, success = JobOut, {"POST": 202}

    def started(self, job: Reingestion) -> Response:
        return self.created(JobOut(progress(self.principal, job.pk)).data, f"/api/developers/jobs/{job.pk}", 202)


class ReingestMany(_Started):
    """Documents of a development read again, as one job."""

    Input = ReingestIn

    def post(self, request: Request, development_id: UUID) -> Response:
        asked = self.parse(request)
        return self.started(rereading.development_reingest(self.principal, development_id=development_id, **asked))


class RetryFailed(_Started):
    """What failed of a job, as a new one."""

    Input = NothingIn

    def post(self, request: Request, job_id: UUID) -> Response:
        self.parse(request)
        return self.started(rereading.retry_failed(self.principal, job_id=job_id))


class Job(Api):
    """How far a job has come: documents that are read again, or homes that are imported."""

    permission, rate_policy = Permission.JOB_VIEW, RatePolicy.DEVELOPER_API
    Output = PolymorphicProxySerializer("AnyJob", [JobOut, ImportOut], resource_type_field_name=None)

    def get(self, request: Request, job_id: UUID) -> Response:
        self.query(request)
        imported = imports.job(self.principal, job_id)
        if imported is not None:
            return Response(ImportOut(ImportProgress.of(imported)).data)
        return Response(JobOut(progress(self.principal, job_id)).data)
