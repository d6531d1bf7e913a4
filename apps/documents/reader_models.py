"""Who has read what: the homeowner's word that a document was read, and how often each of them opened it.

Kept by homeowner, so that a home's people are told apart and what is kept of a person can be handed over or removed.
"""

from typing import Any

from django.db import models

from apps.core.models import DevelopmentOwned, development_key, identity_key, row_security, tenant_key
from apps.homeowners.models import unit_key

OWN = {"development": "development_id", "unit": "unit_id", "homeowner": "homeowner_id"}
STAFF_READS = {
    "super_admin": "select",
    "admin": "select",
    "developer": "select",
    "service": "select",
}


def read_by(table: str) -> list[Any]:
    """The rows are of one homeowner and one document, and go with either."""
    return [
        identity_key(table),
        development_key(table),
        unit_key(table),
        tenant_key(table, "homeowner_id", "homeowners.Homeowner", on_delete="CASCADE"),
        tenant_key(table, "document_id", "documents.Document", on_delete="CASCADE"),
    ]


def pointer(to: str, name: str = "+") -> Any:
    """The database removes the rows with what they point to, since nobody but their homeowner may write them."""
    return models.ForeignKey(to, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name=name)


class DocumentConsent(DevelopmentOwned):
    """A homeowner has confirmed that they read this version of a must-read document. Never changed."""

    unit = pointer("developments.Unit", "document_consents")
    homeowner = pointer("homeowners.Homeowner")
    document = pointer("documents.Document", "consents")
    version = models.PositiveIntegerField()
    consented_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "document_consents"
        ordering = ["-consented_at", "id"]
        indexes = [models.Index(fields=["tenant", "document", "version"], name="ix_consent_document")]
        constraints = [
            *read_by("document_consents"),
            models.UniqueConstraint(fields=["tenant", "homeowner", "document", "version"], name="uq_document_consent"),
            row_security("document_consents", STAFF_READS | {"homeowner": "select, insert"}, **OWN),
        ]

    def __str__(self) -> str:
        return f"version {self.version} of {self.document_id}"


class DocumentView(DevelopmentOwned):
    """How often a homeowner opened and downloaded a document on one day: one row, however often that was."""

    unit = pointer("developments.Unit")
    homeowner = pointer("homeowners.Homeowner")
    document = pointer("documents.Document", "views")
    day = models.DateField()
    version = models.PositiveIntegerField()
    views = models.PositiveIntegerField(default=0)
    downloads = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta:
        db_table = "document_views"
        ordering = ["-last_at", "id"]
        indexes = [models.Index(fields=["tenant", "document", "-last_at", "id"], name="ix_view_document")]
        constraints = [
            *read_by("document_views"),
            models.UniqueConstraint(fields=["tenant", "homeowner", "document", "day"], name="uq_document_view"),
            row_security("document_views", STAFF_READS | {"homeowner": "select, insert, update"}, **OWN),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} on {self.day}"
