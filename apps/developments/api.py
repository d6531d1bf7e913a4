"""The builder's estates, designs and homes."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api import Api, Listed, seen
from apps.core.paging import PageQuery
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission

from . import archiving, selectors, services
from .models import CODE, Development, HouseType, Joining, Unit
from .rooms import LONGEST_NAME, MOST_ROOMS


class DevelopmentOut(serializers.ModelSerializer[Development]):
    class Meta:
        model = Development
        fields = (
            "id",
            "name",
            "slug",
            "address",
            "emergency_contact",
            "site_office",
            "management_company",
            "joining",
            "latitude",
            "longitude",
            "archived_at",
            "created_at",
        )


class PlaceIn(serializers.Serializer[Any]):
    """Degrees, WGS 84."""

    latitude = serializers.DecimalField(
        max_digits=9, decimal_places=6, min_value=-90, max_value=90, required=False, allow_null=True
    )
    longitude = serializers.DecimalField(
        max_digits=9, decimal_places=6, min_value=-180, max_value=180, required=False, allow_null=True
    )


class DevelopmentFields(PlaceIn):
    name = serializers.CharField(max_length=120, required=False)
    address = serializers.CharField(max_length=240, required=False, allow_blank=True)
    emergency_contact = serializers.CharField(max_length=240, required=False, allow_blank=True)
    site_office = serializers.CharField(max_length=240, required=False, allow_blank=True)
    management_company = serializers.CharField(max_length=240, required=False, allow_blank=True)
    joining = serializers.ChoiceField(
        choices=Joining.choices,
        required=False,
        help_text="How a further device comes into a home in which somebody is signed in.",
    )


class DevelopmentChange(DevelopmentFields):
    was = seen(DevelopmentFields)


class RoomOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    length_m = serializers.DecimalField(max_digits=5, decimal_places=2)
    width_m = serializers.DecimalField(max_digits=5, decimal_places=2)
    area_m2 = serializers.DecimalField(max_digits=7, decimal_places=2, allow_null=True, default=None)


class RoomIn(serializers.Serializer[Any]):
    """Inner sizes in metres. Without an area of its own a room has length times width."""

    name = serializers.CharField(max_length=LONGEST_NAME)
    length_m = serializers.DecimalField(max_digits=5, decimal_places=2, min_value=Decimal("0.1"))
    width_m = serializers.DecimalField(max_digits=5, decimal_places=2, min_value=Decimal("0.1"))
    area_m2 = serializers.DecimalField(
        max_digits=7, decimal_places=2, min_value=Decimal("0.01"), required=False, allow_null=True
    )


class HouseTypeOut(serializers.ModelSerializer[HouseType]):
    rooms = RoomOut(many=True)

    class Meta:
        model = HouseType
        fields = ("id", "code", "name", "bedrooms", "floor_area_m2", "rooms")


class HouseTypeFields(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=120, required=False, allow_blank=True)
    bedrooms = serializers.IntegerField(min_value=0, max_value=50, required=False, allow_null=True)
    floor_area_m2 = serializers.DecimalField(
        max_digits=7, decimal_places=2, min_value=0, required=False, allow_null=True
    )
    rooms = RoomIn(many=True, max_length=MOST_ROOMS, required=False)


class HouseTypeChange(HouseTypeFields):
    was = seen(HouseTypeFields)


class HouseTypeIn(HouseTypeFields):
    code = serializers.CharField(max_length=32, validators=[CODE])


class UnitOut(serializers.ModelSerializer[Unit]):
    development = serializers.UUIDField(source="development_id")
    house_type = serializers.CharField(source="house_type_code")

    class Meta:
        model = Unit
        fields = (
            "id",
            "development",
            "unit_number",
            "address",
            "city",
            "eircode",
            "house_type",
            "bedrooms",
            "floor_area_m2",
            "plot_area_m2",
            "latitude",
            "longitude",
            "created_at",
        )


class HomeDetails(serializers.Serializer[Any]):
    """What a home may have of its own; null where its house type's holds."""

    city = serializers.CharField(max_length=80, required=False, allow_blank=True)
    bedrooms = serializers.IntegerField(min_value=0, max_value=50, required=False, allow_null=True)
    floor_area_m2 = serializers.DecimalField(
        max_digits=7, decimal_places=2, min_value=0, required=False, allow_null=True
    )
    plot_area_m2 = serializers.DecimalField(
        max_digits=9, decimal_places=2, min_value=0, required=False, allow_null=True
    )


class UnitIn(HomeDetails):
    unit_number = serializers.CharField(max_length=20)
    address = serializers.CharField(max_length=240)
    eircode = serializers.CharField(max_length=12, required=False, allow_blank=True)
    house_type = serializers.CharField(max_length=32, source="house_type_code")


class UnitFields(PlaceIn, HomeDetails):
    unit_number = serializers.CharField(max_length=20, required=False)
    address = serializers.CharField(max_length=240, required=False)
    eircode = serializers.CharField(max_length=12, required=False, allow_blank=True)
    house_type = serializers.CharField(max_length=32, source="house_type_code", required=False)


class UnitChange(UnitFields):
    was = seen(UnitFields)


class UnitQuery(PageQuery):
    house_type = serializers.CharField(max_length=32, required=False, help_text="A code; others are left out.")
    search = serializers.CharField(max_length=100, required=False, help_text="In number, address and eircode.")


class DevelopmentDetail(Api):
    permission = {"GET": Permission.DEVELOPMENT_VIEW, "PATCH": Permission.DEVELOPMENT_MANAGE}
    rate_policy = RatePolicy.DEVELOPER_API
    Input, Output = DevelopmentChange, DevelopmentOut

    def get(self, request: Request, development_id: UUID) -> Response:
        self.query(request)
        return Response(DevelopmentOut(selectors.development(self.principal, development_id)).data)

    def patch(self, request: Request, development_id: UUID) -> Response:
        changed = services.development_update(self.principal, development_id=development_id, **self.change(request))
        return Response(DevelopmentOut(changed).data)


class Archive(Api):
    """An archived development takes no uploads, house types or homes; its homeowners go on reading and asking."""

    permission, rate_policy = Permission.DEVELOPMENT_ARCHIVE, RatePolicy.DEVELOPER_API
    Output = DevelopmentOut
    success = {"POST": 200, "DELETE": 200}

    def post(self, request: Request, development_id: UUID) -> Response:
        archived = archiving.development_archive(self.principal, development_id=development_id)
        return Response(DevelopmentOut(archived).data)

    def delete(self, request: Request, development_id: UUID) -> Response:
        restored = archiving.development_restore(self.principal, development_id=development_id)
        return Response(DevelopmentOut(restored).data)


class HouseTypes(Api):
    permission = {"GET": Permission.DEVELOPMENT_VIEW, "POST": Permission.DEVELOPMENT_MANAGE}
    rate_policy = RatePolicy.DEVELOPER_API
    Input, Query = HouseTypeIn, PageQuery
    Output = {"GET": Listed(HouseTypeOut), "POST": HouseTypeOut}

    def get(self, request: Request, development_id: UUID) -> Response:
        self.query(request)
        return self.page(request, selectors.house_types_of(self.principal, development_id))

    def post(self, request: Request, development_id: UUID) -> Response:
        made = services.house_type_create(self.principal, development_id=development_id, **self.parse(request))
        return self.created(HouseTypeOut(made).data)


class HouseTypeDetail(Api):
    permission = {
        "GET": Permission.DEVELOPMENT_VIEW,
        "PATCH": Permission.DEVELOPMENT_MANAGE,
        "DELETE": Permission.DEVELOPMENT_MANAGE,
    }
    rate_policy = RatePolicy.DEVELOPER_API
    Input, Output = HouseTypeChange, {"GET": HouseTypeOut, "PATCH": HouseTypeOut}
    success = {"DELETE": 204}

    def get(self, request: Request, development_id: UUID, house_type_id: UUID) -> Response:
        self.query(request)
        row = selectors.found(selectors.house_types_of(self.principal, development_id), house_type_id)
        return Response(HouseTypeOut(row).data)

    def patch(self, request: Request, development_id: UUID, house_type_id: UUID) -> Response:
        changed = services.house_type_update(
            self.principal, development_id=development_id, house_type_id=house_type_id, **self.change(request)
        )
        return Response(HouseTypeOut(changed).data)

    def delete(self, request: Request, development_id: UUID, house_type_id: UUID) -> Response:
        services.house_type_delete(self.principal, development_id=development_id, house_type_id=house_type_id)
        return Response(status=204)


class Units(Api):
    permission = {"GET": Permission.UNIT_VIEW, "POST": Permission.UNIT_MANAGE}
    rate_policy = RatePolicy.DEVELOPER_API
    Input, Query = UnitIn, UnitQuery
    Output = {"GET": Listed(UnitOut), "POST": UnitOut}

    def get(self, request: Request, development_id: UUID) -> Response:
        asked = self.query(request)
        rows = selectors.units_of(
            self.principal,
            development_id,
            house_type_code=asked.get("house_type", ""),
            search=asked.get("search", ""),
        )
        return self.page(request, rows)

    def post(self, request: Request, development_id: UUID) -> Response:
        made = services.unit_create(self.principal, development_id=development_id, **self.parse(request))
        return self.created(UnitOut(made).data, f"/api/developers/units/{made.pk}")


class UnitDetail(Api):
    permission = {"GET": Permission.UNIT_VIEW, "PATCH": Permission.UNIT_MANAGE, "DELETE": Permission.UNIT_MANAGE}
    rate_policy = RatePolicy.DEVELOPER_API
    Input, Output = UnitChange, {"GET": UnitOut, "PATCH": UnitOut}
    success = {"DELETE": 204}

    def get(self, request: Request, unit_id: UUID) -> Response:
        self.query(request)
        return Response(UnitOut(selectors.unit(self.principal, unit_id)).data)

    def patch(self, request: Request, unit_id: UUID) -> Response:
        changed = services.unit_update(self.principal, unit_id=unit_id, **self.change(request))
        return Response(UnitOut(changed).data)

    def delete(self, request: Request, unit_id: UUID) -> Response:
        services.unit_delete(self.principal, unit_id=unit_id)
        return Response(status=204)
