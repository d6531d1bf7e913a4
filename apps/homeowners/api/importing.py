"""The builder's lists of homes: into a development by a spreadsheet, and out of it again."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api import Api
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.core.step_up import Proof
from apps.homeowners.importing import failing, selectors, services, sheets
from apps.homeowners.importing.models import HomeImport, ImportState
from apps.homeowners.importing.planning import Outcome
from apps.homeowners.importing.progress import Progress

MAPPING_LENGTH = 20_000


class MappingField(serializers.CharField):
    """A JSON object in a form: header of a column -> field, or null to leave the column out."""

    def to_internal_value(self, data: Any) -> Mapping[str, str | None]:
        try:
            given = json.loads(super().to_internal_value(data))
        except (ValueError, RecursionError):
            given = None
        if not isinstance(given, dict) or not all(isinstance(v, str | None) for v in given.values()):
            raise serializers.ValidationError("A JSON object of headers and fields.", code="invalid")
        return {header: field or None for header, field in given.items()}


class ImportIn(serializers.Serializer[Any]):
    file = serializers.FileField(allow_empty_file=True, help_text="CSV or XLSX, 10 MB and 20,000 rows at most.")
    dry_run = serializers.BooleanField(required=False, default=False, help_text="Judge everything, write nothing.")
    only_valid = serializers.BooleanField(
        required=False, default=False, help_text="Write the good rows; else one error keeps all of them back."
    )
    mapping = MappingField(
        max_length=MAPPING_LENGTH,
        required=False,
        default=dict,
        help_text="JSON: header -> field, for columns that are not recognised; null leaves a column out.",
    )


class RowErrorOut(serializers.Serializer[Any]):
    row = serializers.IntegerField(help_text="As the spreadsheet counts, 1 for the top row.")
    column = serializers.CharField(help_text="As its header is written.")
    code = serializers.CharField()
    message = serializers.CharField()


class ColumnOut(serializers.Serializer[Any]):
    column = serializers.CharField()
    sample = serializers.CharField(help_text="The first thing that stands in it.")
    field = serializers.CharField(allow_null=True, help_text="null: this column is not used.")


class ItemOut(serializers.Serializer[Any]):
    """What one row does by itself; `fields` is what changes of a home that stands."""

    row = serializers.IntegerField()
    unit_number = serializers.CharField()
    outcome = serializers.ChoiceField(choices=[str(outcome) for outcome in Outcome])
    fields = serializers.ListField(child=serializers.CharField())
    homeowners = serializers.ListField(child=serializers.CharField())


class ImportOut(serializers.Serializer[Any]):
    """`written` is false where errors keep everything back: then `inserted`, `updated` and `unchanged` are 0. Of errors
    and items the first 1,000 are here; the error file of an import has all of them."""

    id = serializers.UUIDField(allow_null=True, help_text="null for a dry run, which leaves nothing behind.")
    kind = serializers.ChoiceField(choices=["import"])
    state = serializers.ChoiceField(choices=ImportState.choices)
    failure = serializers.CharField(help_text="Why a job failed, else empty.")
    total = serializers.IntegerField()
    done = serializers.IntegerField()
    failed = serializers.IntegerField(help_text="Rows with errors.")
    written = serializers.BooleanField()
    rows = serializers.IntegerField()
    inserted = serializers.IntegerField()
    updated = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    errors = RowErrorOut(many=True)
    errors_total = serializers.IntegerField()
    columns = ColumnOut(many=True)
    items = ItemOut(many=True)
    created_at = serializers.DateTimeField(allow_null=True)


class ImportHomes(Api):
    """Homes with their people from a spreadsheet. 200 with what was done, or 202 with a job where they are many; of a
    dry run, 200 with what would be done. With errors and without `only_valid` nothing is written."""

    permission, rate_policy = Permission.UNIT_MANAGE, RatePolicy.UPLOAD
    multipart = True
    Input, Output, success = ImportIn, ImportOut, {"POST": 200}

    def post(self, request: Request, development_id: UUID) -> Response:
        given = self.parse(request)
        if given.pop("dry_run"):
            told = services.dry_run(self.principal, development_id=development_id, **given)
            return Response(ImportOut(Progress.of_dry_run(told)).data)
        return _told(self, services.import_file(self.principal, development_id=development_id, **given))


class RetryImport(Api):
    """An import that failed is written once more, 200 or 202 as at first; any other is left as it is. 409 where what
    was read of its file has been forgotten, after an hour.
    """

    permission, rate_policy = Permission.UNIT_MANAGE, RatePolicy.DEVELOPER_API
    Output, success = ImportOut, {"POST": 200}

    class Input(serializers.Serializer[Any]):
        """Nothing."""

    def post(self, request: Request, development_id: UUID, import_id: UUID) -> Response:
        self.parse(request)
        return _told(self, services.retry(self.principal, development_id=development_id, import_id=import_id))


def _told(view: Api, record: HomeImport) -> Response:
    """200 with what was done, or 202 with a job to watch."""
    body = ImportOut(Progress.of(record)).data
    waits = record.state == ImportState.QUEUED
    return view.created(body, f"/api/developers/jobs/{record.pk}", 202 if waits else 200)


class FormatQuery(serializers.Serializer[Any]):
    format = serializers.ChoiceField(choices=sorted(sheets.TYPES), default=sheets.CSV)


class ExportHomes(Api):
    """The homes of a development with their people, in columns that the import takes as they are."""

    permission, rate_policy, proof = Permission.HOMEOWNER_VIEW, RatePolicy.DEVELOPER_EXPORT, Proof.RECENT
    Query, media_type = FormatQuery, "text/csv"

    def get(self, request: Request, development_id: UUID) -> HttpResponseBase:
        shape = self.query(request)["format"]
        name, rows = services.export(self.principal, development_id=development_id, shape=shape)
        return sent(rows, shape, name)


class ImportTemplate(Api):
    """An empty list with the right headers and a line for each house type of the development."""

    permission, rate_policy = Permission.UNIT_VIEW, RatePolicy.DEVELOPER_API
    Query, media_type = FormatQuery, "text/csv"

    def get(self, request: Request, development_id: UUID) -> HttpResponseBase:
        shape = self.query(request)["format"]
        return sent(services.template(self.principal, development_id=development_id), shape, "homes")


class ImportErrors(Api):
    """The rows with errors, as they were sent, with what is wrong of each. There for an hour."""

    permission, rate_policy = Permission.UNIT_MANAGE, RatePolicy.DEVELOPER_API
    media_type = "text/csv"

    def get(self, request: Request, development_id: UUID, import_id: UUID) -> HttpResponseBase:
        self.query(request)
        record = selectors.home_import(self.principal, development_id, import_id)
        return sent(failing.rows(record), sheets.CSV, "homes-to-correct")


def sent(rows: sheets.Rows, shape: str, name: str) -> HttpResponseBase:
    """`rows` as a file to keep."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.{shape}"'}
    return StreamingHttpResponse(sheets.written(rows, shape), content_type=sheets.TYPES[shape], headers=headers)
