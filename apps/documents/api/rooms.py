"""The rooms that a document lists, to be confirmed as those of its house type."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.rbac import Permission
from apps.documents import found_rooms
from apps.documents.found_rooms import Found

from .builder import DocumentApi, NothingIn


class FoundRoomOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    length_m = serializers.DecimalField(max_digits=6, decimal_places=2)
    width_m = serializers.DecimalField(max_digits=6, decimal_places=2)
    area_m2 = serializers.DecimalField(max_digits=7, decimal_places=2, allow_null=True)
    page = serializers.IntegerField()


class FoundRoomsOut(serializers.Serializer[Found]):
    house_type = serializers.CharField(source="house_type.code", allow_null=True, default=None)
    rooms = FoundRoomOut(many=True)
    confirmed = serializers.BooleanField(help_text="They are the rooms of the house type.")


class Rooms(DocumentApi):
    """Rooms with their sizes as the version in force lists them. Sent: they are right, and those of its house type."""

    permission = {"GET": Permission.DOCUMENT_VIEW, "POST": Permission.DEVELOPMENT_MANAGE}
    Input, Output, success = NothingIn, FoundRoomsOut, {"POST": 200}

    def get(self, request: Request, document_id: UUID) -> Response:
        return Response(FoundRoomsOut(found_rooms.rooms_of(self.principal, document_id)).data)

    def post(self, request: Request, document_id: UUID) -> Response:
        self.parse(request)
        return Response(FoundRoomsOut(found_rooms.confirm(self.principal, document_id=document_id)).data)
