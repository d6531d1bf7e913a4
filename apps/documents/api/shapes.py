"""How documents look outside: to the builder, who watches their state, and to the homeowner, who reads them."""

from typing import Any

from rest_framework import serializers

from apps.documents.models import VersionStatus


class FailureOut(serializers.Serializer[Any]):
    """Why a file could not be read; `message` is a sentence for the builder."""

    code = serializers.CharField()
    message = serializers.CharField()


class FlagsField(serializers.DictField):
    """Numbers of the pages to look at, by reason."""

    child = serializers.ListField(child=serializers.IntegerField())


class VersionOut(serializers.Serializer[Any]):
    """One file. `restores` is the number of the earlier version that it brings back."""

    version = serializers.IntegerField(source="number")
    status = serializers.ChoiceField(choices=VersionStatus.choices)
    failure = FailureOut(allow_null=True)
    pages = serializers.IntegerField(allow_null=True)
    flags = FlagsField()
    kind = serializers.CharField()
    file_name = serializers.CharField()
    size_bytes = serializers.IntegerField()
    restores = serializers.IntegerField(allow_null=True)
    note = serializers.CharField()
    created_at = serializers.DateTimeField()
    ready_at = serializers.DateTimeField(allow_null=True)


class ReasonOut(serializers.Serializer[Any]):
    """`file_name`: the name says so; `text`: these pages do; `also_named`: another type is named too."""

    code = serializers.ChoiceField(choices=["file_name", "text", "also_named"])
    pages = serializers.ListField(child=serializers.IntegerField(), required=False)
    house_type = serializers.CharField(required=False)


class SuggestionOut(serializers.Serializer[Any]):
    """For whom the document's name and text say that it is. Nothing follows from it until a builder sets it."""

    house_type = serializers.CharField(source="suggested_house_type")
    confidence = serializers.FloatField(source="suggestion_confidence", min_value=0, max_value=1)
    reasons = ReasonOut(many=True, source="suggestion_reasons")


class DocumentOut(serializers.Serializer[Any]):
    """A document with the state of its newest version. `current_version` is the number of the one that homeowners read
    and search finds: null until one has been read, lower while a newer one waits or could not be read."""

    id = serializers.UUIDField()
    development = serializers.UUIDField(source="development_id")
    title = serializers.CharField()
    house_type = serializers.CharField(source="house_type_code", allow_null=True)
    must_read = serializers.BooleanField()
    must_read_order = serializers.IntegerField()
    deprecated_at = serializers.DateTimeField(allow_null=True)
    needs_review = serializers.BooleanField()
    suggestion = SuggestionOut(allow_null=True)
    same_file_as = serializers.UUIDField(
        source="same_file_as.pk",
        default=None,
        allow_null=True,
        help_text="An earlier document of the development with the very same file.",
    )
    created_at = serializers.DateTimeField()
    current_version = serializers.IntegerField(source="current_version.number", default=None, allow_null=True)
    version = serializers.IntegerField(source="newest_version.number")
    status = serializers.ChoiceField(source="newest_version.status", choices=VersionStatus.choices)
    failure = FailureOut(source="newest_version.failure", allow_null=True)
    pages = serializers.IntegerField(source="newest_version.pages", allow_null=True)
    flags = FlagsField(source="newest_version.flags")
    flags_accepted = serializers.BooleanField(
        source="newest_version.flags_accepted", help_text="Until then homes are shown nothing of the flagged pages."
    )
    kind = serializers.CharField(source="newest_version.kind")
    file_name = serializers.CharField(source="newest_version.file_name")
    size_bytes = serializers.IntegerField(source="newest_version.size_bytes")
    ready_at = serializers.DateTimeField(source="newest_version.ready_at", allow_null=True)


class DocumentDetailOut(DocumentOut):
    versions = VersionOut(many=True, source="versions.all")


class HomeDocumentOut(serializers.Serializer[Any]):
    """A document as the homeowner finds it: the version in force. `consented_version` is the last one that they have
    confirmed; `needs_consent` until that is the one in force."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    must_read = serializers.BooleanField()
    must_read_order = serializers.IntegerField()
    consented_version = serializers.IntegerField(allow_null=True)
    consented_at = serializers.DateTimeField(allow_null=True)
    needs_consent = serializers.SerializerMethodField()
    version = serializers.IntegerField(source="current_version.number")
    pages = serializers.IntegerField(source="current_version.pages")
    kind = serializers.CharField(source="current_version.kind")
    file_name = serializers.CharField(source="current_version.file_name")
    size_bytes = serializers.IntegerField(source="current_version.size_bytes")
    updated_at = serializers.DateTimeField(source="current_version.ready_at")

    def get_needs_consent(self, document: Any) -> bool:
        return bool(document.must_read and document.consented_version != document.current_version.number)


class ConsentOut(serializers.Serializer[Any]):
    """What one person has confirmed."""

    document = serializers.UUIDField(source="document_id")
    version = serializers.IntegerField()
    consented_at = serializers.DateTimeField()


class GivenOut(serializers.Serializer[Any]):
    name = serializers.CharField(source="homeowner.name")
    version = serializers.IntegerField()
    at = serializers.DateTimeField(source="consented_at")


class HomeConsentOut(serializers.Serializer[Any]):
    """One home that the document is for. `confirmed`: somebody there has confirmed the version in force."""

    unit = serializers.UUIDField(source="id")
    unit_number = serializers.CharField()
    confirmed = serializers.BooleanField(source="is_confirmed")
    given = GivenOut(many=True)


class ViewOut(serializers.Serializer[Any]):
    """One person on one day."""

    unit_number = serializers.CharField(source="unit.unit_number")
    name = serializers.CharField(source="homeowner.name")
    day = serializers.DateField()
    version = serializers.IntegerField(help_text="The last one that was opened that day.")
    views = serializers.IntegerField()
    downloads = serializers.IntegerField()
    last_at = serializers.DateTimeField()


class LineOut(serializers.Serializer[Any]):
    page = serializers.IntegerField()
    text = serializers.CharField()


class DiffRowOut(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=["same", "changed", "removed", "added"])
    earlier = LineOut(allow_null=True)
    later = LineOut(allow_null=True)


class DiffOut(serializers.Serializer[Any]):
    """The changes in reading order with the lines around them; `complete` is false when there are more than that."""

    changes = serializers.IntegerField()
    complete = serializers.BooleanField()
    rows = DiffRowOut(many=True)

    def get_fields(self) -> dict[str, Any]:
        numbers = {"from": serializers.IntegerField(source="earlier"), "to": serializers.IntegerField(source="later")}
        return numbers | super().get_fields()


class JobItemOut(serializers.Serializer[Any]):
    document = serializers.UUIDField(source="document_id")
    title = serializers.CharField(source="document.title")
    status = serializers.ChoiceField(choices=VersionStatus.choices)
    failure = FailureOut(allow_null=True)


class JobOut(serializers.Serializer[Any]):
    """`done` counts the documents that were read or failed; `state` is `running` until that is all of them. `items` are
    500 at most, those that failed first."""

    id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=["running", "done"])
    total = serializers.IntegerField()
    done = serializers.IntegerField()
    failed = serializers.IntegerField()
    items = JobItemOut(many=True)
    created_at = serializers.DateTimeField()
