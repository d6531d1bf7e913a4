"""Residents of the tenant an admin works in."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from apps.core.api import Listed
from apps.developments.admin_api import AdminList, DevelopmentRef
from apps.tenants.api import TenantRef

from .models import Homeowner


class UnitRef(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    unit_number = serializers.CharField()


class AdminHomeownerOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    email = serializers.CharField()
    phone = serializers.CharField()
    active = serializers.BooleanField(source="is_active")
    unit = UnitRef()
    development = DevelopmentRef()
    tenant = TenantRef()
    created_at = serializers.DateTimeField()


class Homeowners(AdminList):
    Output = Listed(AdminHomeownerOut)

    def rows(self) -> QuerySet[Homeowner]:
        return Homeowner.objects.select_related("unit").order_by("-created_at", "id")
