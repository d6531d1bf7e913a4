"""Documents of the tenant an admin works in, whatever their state, and the readings that are not done."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from apps.core.api import Listed
from apps.developments.admin_api import AdminList, DevelopmentRef
from apps.tenants.api import TenantRef

from .api.shapes import FailureOut
from .models import Document, DocumentVersion, VersionStatus


class AdminDocumentOut(serializers.Serializer[Any]):
    """`status` and `version` are those of the newest upload, which may not be the one in force."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    house_type = serializers.CharField(source="house_type_code", allow_null=True)
    must_read = serializers.BooleanField()
    status = serializers.CharField(source="newest_version.status")
    version = serializers.IntegerField(source="newest_version.number")
    development = DevelopmentRef()
    tenant = TenantRef()
    created_at = serializers.DateTimeField()


class Documents(AdminList):
    Output = Listed(AdminDocumentOut)

    def rows(self) -> QuerySet[Document]:
        uploaded = Document.objects.filter(newest_version__isnull=False)
        return uploaded.select_related("newest_version").order_by("-created_at", "id")


class AdminJobOut(serializers.Serializer[Any]):
    """One file that waits, is being read or could not be read. `attempts` counts the workers that took it."""

    id = serializers.UUIDField()
    document = serializers.UUIDField(source="document_id")
    title = serializers.CharField(source="document.title")
    version = serializers.IntegerField(source="number")
    status = serializers.ChoiceField(choices=VersionStatus.choices)
    failure = FailureOut(allow_null=True)
    attempts = serializers.IntegerField()
    development = DevelopmentRef()
    tenant = TenantRef()
    created_at = serializers.DateTimeField()


class Jobs(AdminList):
    """What workers have to do, and what they could not do, the newest first."""

    Output = Listed(AdminJobOut)

    def rows(self) -> QuerySet[DocumentVersion]:
        unread = DocumentVersion.objects.exclude(status=VersionStatus.READY)
        return unread.select_related("document").order_by("-created_at", "id")
