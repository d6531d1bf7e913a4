"""Builder companies and the staff who sign in for them."""

import uuid
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from apps.core.identity import PLATFORM_TENANT
from apps.core.models import DevelopmentOwned, TenantOwned, development_key, identity_key, row_security, tenant_key

from .devices import Authenticator, RecoveryCode
from .links import AccountLink
from .theme_model import Theme

__all__ = ["AccountLink", "Authenticator", "Membership", "RecoveryCode", "Staff", "StaffRole", "Tenant", "Theme"]


class Tenant(models.Model):
    """A house-builder company; the unit of isolation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    country = models.CharField(max_length=2, default="IE")
    require_second_factor = models.BooleanField(default=False)
    support_may_write = models.BooleanField(db_default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "tenants"
        ordering = ["name"]
        constraints = [
            row_security(
                "tenants",
                {
                    "super_admin": "select, insert, update",
                    "admin": "select, update",
                    "developer": "select",
                    "homeowner": "select",
                    "service": "select",
                    "gate": "select",
                },
                tenant="id",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def tenant_id(self) -> uuid.UUID:
        return self.id


class StaffRole(models.TextChoices):
    SUPER_ADMIN = "super_admin", "Platform operator"
    ADMIN = "admin", "Enterprise admin"
    DEVELOPER = "developer", "Builder"


class StaffManager(BaseUserManager["Staff"]):
    def get_by_natural_key(self, username: str | None) -> "Staff":
        raise NotImplementedError("staff are found by the sign-in look-up, which needs no scope")

    def signing_in_as(self, email: str) -> "models.QuerySet[Staff]":
        """Whoever signs in with this address, of any tenant that the scope reaches."""
        return self.alias(folded=Lower("email")).filter(folded=email.strip().lower()).order_by("created_at")


class Staff(AbstractBaseUser, TenantOwned):
    """A person of a tenant or of the platform. Signs in with e-mail and password."""

    last_login = None
    has_second_factor = False  # known at sign-in only
    email = models.EmailField()
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=StaffRole.choices)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = StaffManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        db_table = "staff"
        ordering = ["name"]
        verbose_name_plural = "staff"
        constraints = [
            identity_key("staff"),
            models.UniqueConstraint("tenant", Lower("email"), name="uq_staff_email"),
            models.CheckConstraint(condition=Q(role__in=StaffRole.values), name="ck_staff_role"),
            models.CheckConstraint(
                condition=Q(role=StaffRole.SUPER_ADMIN, tenant=PLATFORM_TENANT)
                | (~Q(role=StaffRole.SUPER_ADMIN) & ~Q(tenant=PLATFORM_TENANT)),
                name="ck_staff_platform",
            ),
            row_security(
                "staff",
                {
                    "super_admin": "select, insert, update, delete",
                    "admin": "select, insert, update, delete",
                    "developer": "select",
                    "service": "select",
                    "gate": "select",
                },
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_invited(self) -> bool:
        """Whether the account waits for its person to open it."""
        return not self.is_active and not self.has_usable_password()

    @property
    def state(self) -> str:
        return "active" if self.is_active else "invited" if self.is_invited else "inactive"

    @property
    def is_staff(self) -> bool:
        return self.role in (StaffRole.SUPER_ADMIN, StaffRole.ADMIN)

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Django's per-model permissions are not used: the admin site asks `rbac`."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff


class Membership(DevelopmentOwned):
    """A builder works on a development."""

    staff = models.ForeignKey(
        Staff, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="memberships"
    )

    class Meta:
        db_table = "memberships"
        constraints = [
            models.UniqueConstraint(fields=["tenant", "staff", "development"], name="uq_membership"),
            development_key("memberships"),
            tenant_key("memberships", "staff_id", "tenants.Staff", on_delete="CASCADE"),
            row_security(
                "memberships",
                {
                    "super_admin": "select, insert, delete",
                    "admin": "select, insert, delete",
                    "developer": "select",
                    "service": "select",
                    "gate": "select",
                },
                development="development_id",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} in {self.development_id}"
