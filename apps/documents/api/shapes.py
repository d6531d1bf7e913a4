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
    created_at = serializers.DateTimeField()
    ready_at = serializers.DateTimeField(allow_null=True)


class DocumentOut(serializers.Serializer[Any]):
    """A document with the state of its newest version. `current_version` is the number of the one that homeowners read
    and search finds: null until one has been read, lower while a newer one waits or could not be read."""

    id = serializers.UUIDField()
    development = serializers.UUIDField(source="development_id")
    title = serializers.CharField()
    house_type = serializers.CharField(source="house_type_code", allow_null=True)
    must_read = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    current_version = serializers.IntegerField(source="current_version.number", default=None, allow_null=True)
    version = serializers.IntegerField(source="newest_version.number")
    status = serializers.ChoiceField(source="newest_version.status", choices=VersionStatus.choices)
    failure = FailureOut(source="newest_version.failure", allow_null=True)
    pages = serializers.IntegerField(source="newest_version.pages", allow_null=True)
    flags = FlagsField(source="newest_version.flags")
    kind = serializers.CharField(source="newest_version.kind")
    file_name = serializers.CharField(source="newest_version.file_name")
    size_bytes = serializers.IntegerField(source="newest_version.size_bytes")
    ready_at = serializers.DateTimeField(source="newest_version.ready_at", allow_null=True)


class DocumentDetailOut(DocumentOut):
    versions = VersionOut(many=True, source="versions.all")


class HomeDocumentOut(serializers.Serializer[Any]):
    """A document as the homeowner finds it: the version in force."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    must_read = serializers.BooleanField()
    version = serializers.IntegerField(source="current_version.number")
    pages = serializers.IntegerField(source="current_version.pages")
    kind = serializers.CharField(source="current_version.kind")
    file_name = serializers.CharField(source="current_version.file_name")
    size_bytes = serializers.IntegerField(source="current_version.size_bytes")
    updated_at = serializers.DateTimeField(source="current_version.ready_at")


class JobItemOut(serializers.Serializer[Any]):
    document = serializers.UUIDField(source="document_id")
    title = serializers.CharField(source="document.title")
    status = serializers.ChoiceField(choices=VersionStatus.choices)
    failure = FailureOut(allow_null=True)


class JobOut(serializers.Serializer[Any]):
    """`done` counts the documents that were read or failed; `state` is `running` until that is all of them."""

    id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=["running", "done"])
    total = serializers.IntegerField()
    done = serializers.IntegerField()
    failed = serializers.IntegerField()
    items = JobItemOut(many=True)
    created_at = serializers.DateTimeField()
