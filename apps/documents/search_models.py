"""What search reads beside the chunks: their meaning as vectors, and how common each word is in a development."""

from django.db import models

from apps.core.models import DevelopmentOwned, development_key, row_security, tenant_key
from apps.developments.models import house_type_key


class ChunkEmbedding(DevelopmentOwned):
    """What a chunk means to one model: half-precision numbers of a vector of length 1, read by a function of the gate.

    A table of its own, since it is read whole, and the chunks' is wide. Goes with its chunk.
    """

    house_type_code = models.CharField(max_length=32, null=True)
    chunk = models.ForeignKey(
        "documents.DocChunk", on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
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
