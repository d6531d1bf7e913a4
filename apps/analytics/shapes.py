"""What the reports look like to programs. Shares are 0 to 1, times milliseconds, days those of `time_zone`."""

from typing import Any

from rest_framework import serializers

from .periods import Period, period


class PeriodQuery(serializers.Serializer[Any]):
    """Both days are included. Without them: the last 30 days."""

    to = serializers.DateField(required=False)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        # `from` is a word of Python's.
        return {"from": serializers.DateField(required=False), **super().get_fields()}


def asked(query: dict[str, Any]) -> Period:
    return period(query.get("from"), query.get("to"))


class ReportOut(serializers.Serializer[Any]):
    to = serializers.DateField()
    time_zone = serializers.CharField()
    counted_at = serializers.DateTimeField(allow_null=True)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {"from": serializers.DateField(), **super().get_fields()}


class QuestionsOut(serializers.Serializer[Any]):
    questions = serializers.IntegerField()
    answered = serializers.IntegerField()
    closest = serializers.IntegerField()
    not_found = serializers.IntegerField()
    safety = serializers.IntegerField()
    refused = serializers.IntegerField()
    rated_up = serializers.IntegerField()
    rated_down = serializers.IntegerField()
    active_homes = serializers.IntegerField()


class UsageTotalsOut(QuestionsOut):
    answered_later = serializers.IntegerField()
    answered_share = serializers.FloatField(allow_null=True)


class UsageDayOut(QuestionsOut):
    day = serializers.DateField()


class UsageOut(ReportOut):
    totals = UsageTotalsOut()
    days = UsageDayOut(many=True)


class StepOut(serializers.Serializer[Any]):
    up_to_ms = serializers.IntegerField(allow_null=True)
    number = serializers.IntegerField()


class TimesOut(serializers.Serializer[Any]):
    """`number` counts what was slower than the step before; the last step has no end."""

    median_ms = serializers.IntegerField(allow_null=True)
    p95_ms = serializers.IntegerField(allow_null=True)
    steps = StepOut(many=True)


class TopicOut(serializers.Serializer[Any]):
    topic = serializers.CharField()
    label = serializers.CharField()
    questions = serializers.IntegerField()


class UsedDocumentOut(serializers.Serializer[Any]):
    document = serializers.UUIDField()
    title = serializers.CharField()
    development = serializers.CharField()
    answers = serializers.IntegerField()


class EngineOut(serializers.Serializer[Any]):
    engine = serializers.CharField()
    answers = serializers.IntegerField()


class ConversationsOut(UsageOut):
    response_time = TimesOut()
    topics = TopicOut(many=True)


class DevelopmentReportOut(ConversationsOut):
    documents = UsedDocumentOut(many=True)


class PlaceOut(serializers.Serializer[Any]):
    """A development; for an operator outside any tenant, a tenant."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    questions = serializers.IntegerField()
    answered = serializers.IntegerField()
    not_found = serializers.IntegerField()
    rated_down = serializers.IntegerField()


class OverviewOut(UsageOut):
    places = PlaceOut(many=True)


class ChatOut(ConversationsOut):
    engines = EngineOut(many=True)


class SearchesOut(serializers.Serializer[Any]):
    searches = serializers.IntegerField()
    no_result = serializers.IntegerField()
    answered = serializers.IntegerField()
    closest = serializers.IntegerField()
    not_found = serializers.IntegerField()
    safety = serializers.IntegerField()
    refused = serializers.IntegerField()


class SearchTotalsOut(SearchesOut):
    no_result_share = serializers.FloatField(allow_null=True)


class SearchDayOut(SearchesOut):
    day = serializers.DateField()


class ModeOut(serializers.Serializer[Any]):
    mode = serializers.CharField()
    searches = serializers.IntegerField()


class AudienceOut(serializers.Serializer[Any]):
    audience = serializers.CharField()
    searches = serializers.IntegerField()


class TenthOut(serializers.Serializer[Any]):
    to = serializers.FloatField()
    searches = serializers.IntegerField()

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {"from": serializers.FloatField(), **super().get_fields()}


class RetrievalOut(ReportOut):
    totals = SearchTotalsOut()
    days = SearchDayOut(many=True)
    modes = ModeOut(many=True)
    audiences = AudienceOut(many=True)
    response_time = TimesOut()
    scores = TenthOut(many=True)
    coverage = TenthOut(many=True)


class StockOut(serializers.Serializer[Any]):
    """Documents by the state of their newest version; `unused` are published ones that no answer cited."""

    ready = serializers.IntegerField()
    queued = serializers.IntegerField()
    reading = serializers.IntegerField()
    failed = serializers.IntegerField()
    unused = serializers.IntegerField(allow_null=True)
    citations = serializers.IntegerField()


class CitationDayOut(serializers.Serializer[Any]):
    day = serializers.DateField()
    citations = serializers.IntegerField()


class DocumentsOut(ReportOut):
    totals = StockOut()
    days = CitationDayOut(many=True)
    documents = UsedDocumentOut(many=True)


class LoadTotalsOut(serializers.Serializer[Any]):
    requests = serializers.IntegerField()
    refused = serializers.IntegerField()
    rate_limited = serializers.IntegerField()


class MinuteOut(LoadTotalsOut):
    minute = serializers.DateTimeField()


class WaitingJobsOut(serializers.Serializer[Any]):
    queued = serializers.IntegerField()
    reading = serializers.IntegerField()
    failed = serializers.IntegerField()
    oldest_queued_at = serializers.DateTimeField(allow_null=True)


class WorkerOut(serializers.Serializer[Any]):
    last_seen_at = serializers.DateTimeField(allow_null=True)
    alive = serializers.BooleanField()


class LimitOut(serializers.Serializer[Any]):
    limit = serializers.CharField()
    at_most = serializers.IntegerField()
    seconds = serializers.IntegerField()
    near = serializers.IntegerField()
    over = serializers.IntegerField()
    refused = serializers.IntegerField()


class SystemLoadOut(serializers.Serializer[Any]):
    """The last hour of calls of staff, and of everybody's refusals, and what waits now."""

    at = serializers.DateTimeField()
    totals = LoadTotalsOut()
    minutes = MinuteOut(many=True)
    jobs = WaitingJobsOut()
    worker = WorkerOut()
    limits = LimitOut(many=True)
