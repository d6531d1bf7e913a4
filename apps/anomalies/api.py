"""`/api/admin/anomalies`: what was found in the caller's tenant, with its evidence, and what is done about it."""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api import Api, Listed
from apps.core.paging import PageQuery, filters_of
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.tenants.api import TenantRef

from . import selectors, services
from .answers import kept
from .catalogue import Detector, Severity, State
from .models import Finding


class EvidenceOut(serializers.Serializer[Any]):
    """A row behind a finding: the table it stands in, its id there, when, and what it was."""

    source = serializers.CharField()
    id = serializers.CharField()
    at = serializers.DateTimeField()
    what = serializers.CharField()


class FindingOut(serializers.ModelSerializer[Finding]):
    title = serializers.CharField()
    tenant = TenantRef()
    development = serializers.UUIDField(source="in_development", allow_null=True)
    measures = serializers.DictField()
    found_at = serializers.DateTimeField(source="created_at", help_text="When it was found; its rows may be older.")

    class Meta:
        model = Finding
        fields: ClassVar[list[str]] = [
            *("id", "tenant", "detector", "kind", "title", "severity", "state", "count", "first_seen", "last_seen"),
            "found_at",
            *("subject_type", "subject_id", "development", "address", "measures"),
            *("note", "muted_until", "acted_by", "acted_at"),
        ]


class FindingDetail(FindingOut):
    evidence = EvidenceOut(many=True)

    class Meta(FindingOut.Meta):
        fields: ClassVar[list[str]] = [*FindingOut.Meta.fields, "evidence"]


class FindingFilters(PageQuery):
    state = serializers.ChoiceField(choices=State.values, required=False)
    severity = serializers.ChoiceField(choices=Severity.values, required=False)
    development = serializers.UUIDField(required=False)
    since = serializers.DateTimeField(required=False, help_text="Last seen at this time or later.")
    until = serializers.DateTimeField(required=False)


class AllFilters(FindingFilters):
    detector = serializers.ChoiceField(choices=Detector.values, required=False)


class Findings(Api):
    """Everything found, without its evidence."""

    permission, rate_policy = Permission.ANOMALY_VIEW, RatePolicy.ADMIN_LIST
    Query, Output = AllFilters, Listed(FindingOut)

    def get(self, request: Request) -> Response:
        return self._answer(request, self.query(request))

    def _answer(self, request: Request, asked: dict[str, Any]) -> Response:
        filters = filters_of(asked)

        def make() -> Any:
            return self.page(request, selectors.findings(self.principal, filters)).data

        return Response(kept(self.principal, request.build_absolute_uri(), make))


class DetectorFindings(Findings):
    """What one detector found, with its evidence."""

    detector: ClassVar[Detector | None] = None
    Query, Output = FindingFilters, Listed(FindingDetail)

    def get(self, request: Request) -> Response:
        return self._answer(request, self.query(request) | {"detector": self.detector})


class FindingView(Api):
    permission, rate_policy = Permission.ANOMALY_VIEW, RatePolicy.ADMIN_API
    Output = FindingDetail

    def get(self, request: Request, finding_id: UUID) -> Response:
        self.query(request)
        return Response(FindingDetail(selectors.finding(self.principal, finding_id)).data)


class Act(Api):
    """One thing a person does about a finding."""

    permission, rate_policy = Permission.ANOMALY_MANAGE, RatePolicy.ADMIN_API
    Output = FindingDetail
    service: ClassVar[Callable[..., Finding]]

    class Input(serializers.Serializer[Any]):
        note = serializers.CharField(max_length=1000, required=False, allow_blank=True)

    def post(self, request: Request, finding_id: UUID) -> Response:
        done = type(self).service(self.principal, finding_id=finding_id, **self.parse(request))
        return Response(FindingDetail(done).data)


class Acknowledge(Act):
    service = staticmethod(services.acknowledge)


class Resolve(Act):
    service = staticmethod(services.resolve)


class Mute(Act):
    service = staticmethod(services.mute)

    class Input(Act.Input):
        until = serializers.DateTimeField(required=False)
