"""What search reads beside the chunks: their meaning as vectors, and how common each word is in a development."""

from django.db import models

from apps.core.models import DevelopmentOwned, development_key, row_security, tenant_key
from apps.developments.models import house_type_key


class VectorBlock(DevelopmentOwned):
    """What passages of one version mean to one model, as `embeddings/blocks.py` packs them.

    `until` is the place in the version of the first passage behind the block's. Many passages in a value of its own,
    since search reads all of a development's. A block decides nothing of what is found: what it says of passages is
    used for those alone that the search function returns besides.
    """

    house_type_code = models.CharField(max_length=32, null=True)
    version = models.ForeignKey(
        "documents.DocumentVersion", on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    model = models.CharField(max_length=100)
    until = models.PositiveIntegerField()
    vectors = models.BinaryField()

    class Meta:
        db_table = "vector_blocks"
        indexes = [models.Index(fields=["tenant", "development", "model"], name="ix_vector_slice")]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "version", "model", "until"], name="uq_vector_block"),
            development_key("vector_blocks"),
            house_type_key("vector_blocks"),
            tenant_key("vector_blocks", "version_id", "documents.DocumentVersion", on_delete="CASCADE"),
            row_security(
                "vector_blocks",
                {
                    "super_admin": "select, update, delete",
                    "admin": "select, update, delete",
                    "developer": "select, update, delete",
                    "service": "select, insert, update, delete",
                    "gate": "select",
                },
                development="development_id",
                house_type="house_type_code",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.model} of {self.version_id}"


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
