"""Documents of the tenant an admin works in, whatever their state."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from apps.core.api import Listed
from apps.developments.admin_api import AdminList, DevelopmentRef
from apps.tenants.api import TenantRef

from .models import Document


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
        return Document.objects.select_related("newest_version").order_by("-created_at", "id")
