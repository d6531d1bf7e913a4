"""Estates, the designs built in them, and the homes."""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower

from apps.core.constraints import TenantForeignKey
from apps.core.models import DevelopmentOwned, TenantOwned, development_key, identity_key, row_security

from .numbering import NUMBER, WORD
from .places import Placed
from .rooms import Room, validate_rooms

CODE = RegexValidator(r"^[A-Za-z0-9][A-Za-z0-9._/ -]{0,31}$", "Letters, digits and . _ / - only, 32 at most.")

EVERYONE_READS = {
    "super_admin": "select, insert, update, delete",
    "admin": "select, insert, update, delete",
    "developer": "select, update",
    "homeowner": "select",
    "service": "select, insert, update",
}


def house_type_key(table: str) -> TenantForeignKey:
    """`house_type_code` names a house type of the same development; NULL, where allowed, means all of them."""
    return TenantForeignKey(
        name=f"fk_{table}_house_type",
        columns=("tenant_id", "development_id", "house_type_code"),
        to="developments.HouseType",
        to_columns=("tenant_id", "development_id", "code"),
    )


class Joining(models.TextChoices):
    """How a further device comes into a home in which somebody is signed in."""

    APPROVED = "approved", "Let in from a signed-in device"
    SURNAME = "surname", "Card and surname"
    CARD = "card", "Card alone"


class Development(Placed, TenantOwned):
    """One estate of a tenant. The contacts are what the assistant names."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, db_index=False)
    address = models.CharField(max_length=240, blank=True)
    emergency_contact = models.CharField(max_length=240, blank=True)
    site_office = models.CharField(max_length=240, blank=True)
    management_company = models.CharField(max_length=240, blank=True)
    joining = models.CharField(max_length=10, choices=Joining.choices, default=Joining.APPROVED)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "developments"
        ordering = ["name"]
        indexes = [models.Index("tenant", Lower("name"), "id", name="ix_development_name")]
        constraints = [
            identity_key("developments"),
            models.UniqueConstraint(fields=["tenant", "slug"], name="uq_development_slug"),
            models.CheckConstraint(condition=models.Q(joining__in=Joining.values), name="ck_development_joining"),
            row_security("developments", EVERYONE_READS | {"gate": "select"}, development="id"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def development_id(self) -> Any:
        return self.id


class HouseType(DevelopmentOwned):
    """A design used in a development; its code is unique there."""

    code = models.CharField(max_length=32, validators=[CODE])
    name = models.CharField(max_length=120, blank=True)
    bedrooms = models.PositiveSmallIntegerField(null=True, blank=True)
    floor_area_m2 = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    rooms = models.JSONField(default=list, blank=True, validators=[validate_rooms])

    class Meta:
        db_table = "house_types"
        ordering = ["code"]
        constraints = [
            identity_key("house_types"),
            models.UniqueConstraint(fields=["tenant", "development", "code"], name="uq_house_type_code"),
            development_key("house_types"),
            row_security(
                "house_types",
                EVERYONE_READS | {"developer": "select, insert, update, delete"},
                development="development_id",
                house_type="code",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()

    @property
    def measured_rooms(self) -> list[Room]:
        return [Room.read(stored) for stored in self.rooms]


class Unit(Placed, DevelopmentOwned):
    """One home. Bedrooms and areas are its own, where the builder's list has them; else its house type's hold."""

    house_type_code = models.CharField(max_length=32)
    unit_number = models.CharField(max_length=20)
    address = models.CharField(max_length=240)
    city = models.CharField(max_length=80, blank=True, default="")
    eircode = models.CharField(max_length=12, blank=True)
    bedrooms = models.PositiveSmallIntegerField(null=True, blank=True)
    floor_area_m2 = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    plot_area_m2 = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "units"
        ordering = ["unit_number"]
        indexes = [
            models.Index(fields=["tenant", "development", "house_type_code"], name="ix_unit_house_type"),
            models.Index("tenant", "development", WORD, NUMBER, "unit_number", name="ix_unit_in_order"),
            models.Index(fields=["tenant", "xid"], name="ix_unit_xid"),
        ]
        constraints = [
            identity_key("units"),
            models.UniqueConstraint(fields=["tenant", "development", "unit_number"], name="uq_unit_number"),
            models.UniqueConstraint(fields=["tenant", "development", "id"], name="uq_unit_development"),
            development_key("units"),
            house_type_key("units"),
            row_security(
                "units",
                EVERYONE_READS | {"developer": "select, insert, update, delete", "gate": "select"},
                development="development_id",
                unit="id",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_number}, {self.address}"

    @property
    def unit_id(self) -> Any:
        return self.id
