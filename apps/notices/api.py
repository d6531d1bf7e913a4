"""Notices over HTTP: builders write them for a development, homes read those that are for them now."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api import Api, Listed, seen
from apps.core.paging import PageQuery
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission

from . import selectors, services
from .models import LONGEST_BODY, LONGEST_TITLE, Notice

STATES = ("scheduled", "showing", "over")


class NoticeOut(serializers.ModelSerializer[Notice]):
    house_type = serializers.CharField(source="house_type_code", allow_null=True)
    state = serializers.ChoiceField(choices=STATES)
    readers = serializers.IntegerField(help_text="People who have read it as it is worded now.")

    class Meta:
        model = Notice
        fields = (
            "id",
            "title",
            "body",
            "house_type",
            "starts_at",
            "ends_at",
            "state",
            "readers",
            "created_by",
            "created_at",
        )


class NoticeIn(serializers.Serializer[Any]):
    """Shown from now on where `starts_at` is absent, for good without `ends_at`, to all homes without `house_type`."""

    title = serializers.CharField(max_length=LONGEST_TITLE)
    body = serializers.CharField(max_length=LONGEST_BODY, help_text="Plain text; empty lines part paragraphs.")
    starts_at = serializers.DateTimeField(required=False)
    ends_at = serializers.DateTimeField(required=False, allow_null=True)
    house_type = serializers.CharField(max_length=32, required=False, allow_null=True, source="house_type_code")


class NoticeFields(NoticeIn):
    title = serializers.CharField(max_length=LONGEST_TITLE, required=False)
    body = serializers.CharField(max_length=LONGEST_BODY, required=False)


class NoticeChange(NoticeFields):
    """Only what is given changes."""

    was = seen(NoticeFields)


class HomeNoticeOut(serializers.ModelSerializer[Notice]):
    read_at = serializers.DateTimeField(allow_null=True, help_text="Null while it has not been put away.")

    class Meta:
        model = Notice
        fields = ("id", "title", "body", "starts_at", "ends_at", "read_at")


class Notices(Api):
    permission = {"GET": Permission.NOTICE_VIEW, "POST": Permission.NOTICE_MANAGE}
    rate_policy = RatePolicy.DEVELOPER_API
    Input, Query = NoticeIn, {"GET": PageQuery}
    Output = {"GET": Listed(NoticeOut), "POST": NoticeOut}

    def get(self, request: Request, development_id: UUID) -> Response:
        self.query(request)
        return self.page(request, selectors.notices_of(self.principal, development_id))

    def post(self, request: Request, development_id: UUID) -> Response:
        made = services.notice_create(self.principal, development_id=development_id, **self.parse(request))
        location = f"/api/developers/developments/{made.development_id}/notices/{made.pk}"
        return self.created(NoticeOut(made).data, location)


class NoticeDetail(Api):
    permission = {
        "GET": Permission.NOTICE_VIEW,
        "PATCH": Permission.NOTICE_MANAGE,
        "DELETE": Permission.NOTICE_MANAGE,
    }
    rate_policy = RatePolicy.DEVELOPER_API
    Input, Output = NoticeChange, {"GET": NoticeOut, "PATCH": NoticeOut}

    def get(self, request: Request, development_id: UUID, notice_id: UUID) -> Response:
        self.query(request)
        return Response(NoticeOut(selectors.notice(self.principal, development_id, notice_id)).data)

    def patch(self, request: Request, development_id: UUID, notice_id: UUID) -> Response:
        changed = services.notice_update(
            self.principal, development_id=development_id, notice_id=notice_id, **self.change(request)
        )
        return Response(NoticeOut(changed).data)

    def delete(self, request: Request, development_id: UUID, notice_id: UUID) -> Response:
        services.notice_delete(self.principal, development_id=development_id, notice_id=notice_id)
        return Response(status=204)


class HomeNotices(Api):
    """What this home is told now, newest first, with what has been put away."""

    permission, rate_policy = Permission.HOME_NOTICES, RatePolicy.HOMEOWNER_API
    Query, Output = PageQuery, Listed(HomeNoticeOut)

    def get(self, request: Request) -> Response:
        self.query(request)
        return self.page(request, selectors.showing_to(self.principal))


class NoticeReading(Api):
    permission, rate_policy = Permission.HOME_NOTICES, RatePolicy.HOMEOWNER_API
    success = {"POST": 204}

    def post(self, request: Request, notice_id: UUID) -> Response:
        services.notice_put_away(self.principal, notice_id=notice_id)
        return Response(status=204)
