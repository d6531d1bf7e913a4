"""How a builder company looks to its homeowners: at most one row a tenant. Empty means the product's own look."""

from django.db import models
from django.utils import timezone

from apps.core.models import TenantOwned, row_security

from . import colours

OWN_ACCENT = "#0c6a57"
NOTHING = "none"


class Theme(TenantOwned):
    """`logo` is always a PNG that we have written ourselves; `logo_digest` names it in its address."""

    product_name = models.CharField(max_length=60, blank=True)
    brand = models.CharField(max_length=7, blank=True)
    accent = models.CharField(max_length=7, blank=True)
    logo = models.BinaryField(null=True, blank=True)
    logo_digest = models.CharField(max_length=64, blank=True)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "themes"
        constraints = [
            models.UniqueConstraint(fields=["tenant"], name="uq_theme"),
            row_security(
                "themes",
                {
                    "super_admin": "select, insert, update",
                    "admin": "select, insert, update",
                    "developer": "select",
                    "homeowner": "select",
                    "service": "select, insert, update",
                    "gate": "select",
                },
            ),
        ]

    def __str__(self) -> str:
        return f"theme of {self.tenant_id}"

    @property
    def has_colours(self) -> bool:
        return bool(self.brand or self.accent)

    @property
    def on_brand(self) -> str:
        """The colour of text on `brand`; empty without one."""
        return colours.text_on(self.brand) if self.brand else ""

    @property
    def stylesheet(self) -> str:
        """The path of the colours as CSS; empty for the product's own."""
        parts = (colour.removeprefix("#") or NOTHING for colour in (self.brand, self.accent))
        return f"/theme/{'-'.join(parts)}.css" if self.has_colours else ""

    @property
    def logo_path(self) -> str:
        return f"/theme/logo/{self.logo_digest}.png" if self.logo_digest else ""
