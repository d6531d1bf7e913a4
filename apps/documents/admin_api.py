"""Documents of the tenant an admin works in, whatever their state."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from rest_framework import serializers

from apps.core.api import Listed
from apps.developments.admin_api import AdminList, DevelopmentRef
from apps.tenants.api import TenantRef

from .models import Document, DocumentVersion


class AdminDocumentOut(serializers.Serializer[Any]):
    """`status` and `version` are those of the newest upload, which may not be the one in force."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    house_type = serializers.CharField(source="house_type_code", allow_null=True)
    must_read = serializers.BooleanField()
    status = serializers.CharField(allow_null=True)
    version = serializers.IntegerField(source="last_number")
    development = DevelopmentRef()
    tenant = TenantRef()
    created_at = serializers.DateTimeField()


class Documents(AdminList):
    Output = Listed(AdminDocumentOut)

    def rows(self) -> QuerySet[Document]:
        newest = DocumentVersion.objects.filter(tenant_id=OuterRef("tenant_id"), document=OuterRef("pk"))
        status = Subquery(newest.order_by("-number").values("status")[:1])
        return Document.objects.annotate(status=status).order_by("-created_at", "id")
