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
    state the builder watches. They differ while a new version waits, and when it could not be read.
    """

    house_type_code = models.CharField(max_length=32, null=True, blank=True)
    title = models.CharField(max_length=200)
    must_read = models.BooleanField(default=False)
    current_version = version_pointer()
    newest_version = version_pointer()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "documents"
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["tenant", "development", "-created_at"], name="ix_document_development")]
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


class DocumentVersion(DevelopmentOwned):
    """One uploaded file. The row is also the job that reads it.

    `lease_until` says until when a worker has it, or a message that will wake one is on its way. `attempts` counts the
    workers that took it, and so tells the one that has it now from one that was thought dead. `restores` is the number
    of the earlier version whose file this one brings back. `embedded_by` is the model that all of its chunks have
    vectors of.
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
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    restores = models.PositiveIntegerField(null=True)
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


class ChunkEmbedding(DevelopmentOwned):
    """What a chunk means to one model: half-precision numbers of a vector of length 1, read by a function of the gate.

    A table of its own, since it is read whole, and the chunks' is wide. Goes with its chunk.
    """

    house_type_code = models.CharField(max_length=32, null=True)
    chunk = models.ForeignKey(
        DocChunk, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    model = models.CharField(max_length=100)
    vector = models.BinaryField()

    class Meta:
        db_table = "chunk_embeddings"
        indexes = [models.Index(fields=["tenant", "development", "model"], name="ix_embedding_slice")]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "chunk", "model"], name="uq_chunk_embedding"),
            development_key("chunk_embeddings"),
            house_type_key("chunk_embeddings"),
            tenant_key("chunk_embeddings", "chunk_id", "documents.DocChunk", on_delete="CASCADE"),
            row_security(
                "chunk_embeddings",
                {
                    "super_admin": "select, update",
                    "admin": "select, update",
                    "developer": "select, update",
                    "service": "select, insert, update",
                    "gate": "select",
                },
                development="development_id",
                house_type="house_type_code",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.model} of {self.chunk_id}"


class TermFrequency(DevelopmentOwned):
    """In how many chunks of a development a word occurs. The empty term holds the number of chunks and of words."""

    term = models.CharField(max_length=200)
    chunks = models.PositiveIntegerField()
    words = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "term_frequencies"
        constraints = [
            models.UniqueConstraint(fields=["tenant", "development", "term"], name="uq_term"),
            development_key("term_frequencies"),
            row_security(
                "term_frequencies",
                {"super_admin": "select", "gate": "select, insert, delete"},
                development="development_id",
            ),
        ]

    def __str__(self) -> str:
        return self.term
