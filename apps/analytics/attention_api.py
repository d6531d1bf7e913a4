"""The developments of a builder, each with what waits for them there."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api import Api, Listed
from apps.core.paging import PageQuery
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.developments import selectors as developments
from apps.developments.api import DevelopmentOut
from apps.developments.models import Development

from .attention import attention


class AttentionOut(serializers.Serializer[Any]):
    homes = serializers.IntegerField()
    homes_without_documents = serializers.IntegerField()
    cards_not_scanned = serializers.IntegerField()
    questions_unanswered = serializers.IntegerField()
    documents_failed = serializers.IntegerField()


class DevelopmentListed(DevelopmentOut):
    figures = AttentionOut()

    class Meta(DevelopmentOut.Meta):
        fields = (*DevelopmentOut.Meta.fields, "figures")


class Developments(Api):
    permission, rate_policy = Permission.DEVELOPMENT_VIEW, RatePolicy.DEVELOPER_API
    Output = Listed(DevelopmentListed)

    class Query(PageQuery):
        search = serializers.CharField(max_length=100, required=False, help_text="In name and address.")
        archived = serializers.BooleanField(required=False, help_text="Only those that are archived, or are not.")

    def get(self, request: Request) -> Response:
        asked = self.query(request)
        rows = developments.developments_like(
            self.principal, search=asked.get("search", ""), archived=asked.get("archived")
        )
        return self.page(request, rows, furnish=self._with_figures)

    def _with_figures(self, rows: list[Development]) -> None:
        figures = attention(self.principal, rows)
        for row in rows:
            row.figures = figures[row.pk]  # type: ignore[attr-defined]
