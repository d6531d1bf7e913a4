"""Documents, their versions, and the searchable chunks of the version that is in force.

`doc_chunks` holds chunks of published versions only, replaced in one transaction, so a search needs no look at states.
"""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from apps.core.models import DevelopmentOwned, development_key, identity_key, row_security, tenant_key
from apps.developments.models import house_type_key

from .reader_models import DocumentConsent, DocumentView
from .search_models import TermFrequency, VectorBlock

__all__ = [
    "DocChunk",
    "Document",
    "DocumentConsent",
    "DocumentVersion",
    "DocumentView",
    "Reingestion",
    "TermFrequency",
    "VectorBlock",
    "VersionStatus",
]

STAFF_WRITES = {
    "super_admin": "select, insert, update, delete",
    "admin": "select, insert, update, delete",
    "developer": "select, insert, update, delete",
    "homeowner": "select",
    "service": "select, insert, update, delete",
}

STAFF_ADDS = {
    "super_admin": "select, insert",
    "admin": "select, insert",
    "developer": "select, insert",
    "service": "select, insert",
}


class VersionStatus(models.TextChoices):
    QUEUED = "queued", "Queued"
    READING = "reading", "Reading"
    READY = "ready", "Ready"
    FAILED = "failed", "Failed"


FINISHED = (VersionStatus.READY, VersionStatus.FAILED)
UNFINISHED = (VersionStatus.QUEUED, VersionStatus.READING)


def version_pointer() -> Any:
    return models.ForeignKey(
        "documents.DocumentVersion",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )


class Document(DevelopmentOwned):
    """A guide, warranty or drawing of a development, for one house type or, when that is NULL, for all.

    `current_version` is the one that is published, NULL until one has been read; `newest_version` is the one whose
    state the builder watches. They differ while a new version waits, and when it could not be read. A document with
    `deprecated_at` is out of force: kept with its versions, and none of them is current. What its name and text say of
    the house type is `suggested_house_type`, which decides nothing; `needs_review` asks the builder to (ADR 19).
    """

    house_type_code = models.CharField(max_length=32, null=True, blank=True)
    title = models.CharField(max_length=200)
    must_read = models.BooleanField(default=False)
    must_read_order = models.PositiveIntegerField(default=0)
    current_version = version_pointer()
    newest_version = version_pointer()
    deprecated_at = models.DateTimeField(null=True, blank=True)
    suggested_house_type = models.CharField(max_length=32, null=True, blank=True)
    suggestion_confidence = models.FloatField(null=True, blank=True)
    suggestion_reasons = models.JSONField(default=list, blank=True)
    needs_review = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "documents"
        ordering = ["-created_at", "id"]
        indexes = [
            models.Index(fields=["tenant", "development", "-created_at"], name="ix_document_development"),
            models.Index(
                fields=["tenant", "development", "must_read_order"],
                name="ix_document_must_read",
                condition=Q(must_read=True),
            ),
            models.Index(
                fields=["tenant", "development", "-created_at"],
                name="ix_document_review",
                condition=Q(needs_review=True),
            ),
        ]
        constraints = [
            identity_key("documents"),
            development_key("documents"),
            house_type_key("documents"),
            tenant_key("documents", "current_version_id", "documents.DocumentVersion"),
            tenant_key("documents", "newest_version_id", "documents.DocumentVersion"),
            row_security(
                "documents",
                STAFF_WRITES | {"gate": "select"},
                development="development_id",
                house_type="house_type_code",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def suggestion(self) -> "Document | None":
        """Itself where something speaks of a house type: for those who show what does."""
        return self if self.suggested_house_type else None


class DocumentVersion(DevelopmentOwned):
    """One uploaded file. The row is also the job that reads it.

    `lease_until` says until when a worker has it, or a message that will wake one is on its way. `attempts` counts the
    workers that took it, and so tells the one that has it now from one that was thought dead. `restores` is the number
    of the earlier version whose file this one brings back. `text_name` is where its extracted text lies, blank until it
    has been read. `embedded_by` is the model that all of its chunks have vectors of.
    """

    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="versions"
    )
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    file_name = models.CharField(max_length=200)
    storage_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField()
    status = models.CharField(max_length=10, choices=VersionStatus.choices, default=VersionStatus.QUEUED)
    failure_code = models.CharField(max_length=40, blank=True)
    failure_message = models.CharField(max_length=300, blank=True)
    pages = models.PositiveIntegerField(null=True)
    engine = models.CharField(max_length=20, blank=True)
    flags = models.JSONField(default=dict)
    flags_accepted = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    restores = models.PositiveIntegerField(null=True)
    note = models.CharField(max_length=500, blank=True)
    text_name = models.CharField(max_length=200, blank=True)
    embedded_by = models.CharField(max_length=100, blank=True, default="")
    uploaded_by = models.UUIDField(null=True)
    idempotency_key = models.CharField(max_length=200, null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    ready_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "document_versions"
        ordering = ["-number"]
        indexes = [
            models.Index(
                fields=["tenant", "created_at"],
                name="ix_version_unfinished",
                condition=Q(status__in=["queued", "reading"]),
            )
        ]
        constraints = [
            identity_key("document_versions"),
            models.UniqueConstraint(fields=["tenant", "document", "number"], name="uq_version_number"),
            models.UniqueConstraint(fields=["tenant", "uploaded_by", "idempotency_key"], name="uq_version_idempotency"),
            models.CheckConstraint(condition=Q(status__in=VersionStatus.values), name="ck_version_status"),
            models.CheckConstraint(
                condition=~Q(status=VersionStatus.READY) | Q(pages__gt=0), name="ck_version_ready_pages"
            ),
            development_key("document_versions"),
            tenant_key("document_versions", "document_id", "documents.Document", on_delete="CASCADE"),
            row_security("document_versions", STAFF_WRITES | {"gate": "select"}, development="development_id"),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.document_id}"

    @property
    def failure(self) -> dict[str, str] | None:
        failed = self.status == VersionStatus.FAILED
        return {"code": self.failure_code, "message": self.failure_message} if failed else None


class Reingestion(DevelopmentOwned):
    """A request to read all documents of a development again; how far it got is told by the versions themselves."""

    versions = ArrayField(models.UUIDField())
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "reingestions"
        ordering = ["-created_at", "id"]
        constraints = [
            identity_key("reingestions"),
            development_key("reingestions"),
            row_security("reingestions", STAFF_ADDS, development="development_id"),
        ]

    def __str__(self) -> str:
        return f"{len(self.versions)} versions of {self.development_id}"


class DocChunk(DevelopmentOwned):
    """A passage of one page, as search finds it and an answer quotes it."""

    house_type_code = models.CharField(max_length=32, null=True)
    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+"
    )
    version = models.ForeignKey(
        DocumentVersion, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+"
    )
    page = models.PositiveIntegerField()
    ordinal = models.PositiveIntegerField()
    heading = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    flags = models.JSONField(default=list)
    tsv = models.GeneratedField(
        expression=models.expressions.RawSQL(
            "setweight(to_tsvector('english'::regconfig, translate(heading, '/_', '  ')), 'A')"
            " || setweight(to_tsvector('english'::regconfig, translate(text, '/_', '  ')), 'D')",
            [],
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    n_terms = models.GeneratedField(
        expression=models.expressions.RawSQL(
            "length(to_tsvector('english'::regconfig, translate(text, '/_', '  ')))", []
        ),
        output_field=models.IntegerField(),
        db_persist=True,
    )

    class Meta:
        db_table = "doc_chunks"
        ordering = ["document", "ordinal"]
        indexes = [
            models.Index(fields=["tenant", "development", "house_type_code"], name="ix_chunk_slice"),
            models.Index(fields=["tenant", "document"], name="ix_chunk_document"),
        ]
        constraints = [
            identity_key("doc_chunks"),
            models.UniqueConstraint(fields=["tenant", "version", "ordinal"], name="uq_chunk_ordinal"),
            development_key("doc_chunks"),
            house_type_key("doc_chunks"),
            tenant_key("doc_chunks", "document_id", "documents.Document", on_delete="CASCADE"),
            tenant_key("doc_chunks", "version_id", "documents.DocumentVersion", on_delete="CASCADE"),
            row_security(
                "doc_chunks",
                STAFF_WRITES | {"gate": "select"},
                development="development_id",
                house_type="house_type_code",
            ),
        ]

    def __str__(self) -> str:
        return f"page {self.page} of {self.document_id}"
