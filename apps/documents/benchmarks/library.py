"""Made-up developments full of made-up passages, with words as unevenly spread as in real ones."""

import random
from functools import cache
from itertools import accumulate, product
from uuid import uuid4

from django.db import connections, transaction

from apps.core import row_security
from apps.developments.models import Development
from apps.documents import frequencies
from apps.documents.embeddings import model
from apps.documents.models import DocChunk, Document, DocumentVersion
from apps.tenants.models import Tenant

WORDS, WORDS_IN_PASSAGE, WORDS_IN_QUESTION, BATCH = 12_000, 140, 5, 1_000
# The most common words stand in every second passage; questions ask for others.
COMMON = 40
VECTORS, DIMENSIONS = 500, 384
ADD_VECTORS = """INSERT INTO chunk_embeddings (id, tenant_id, development_id, house_type_code, chunk_id, model, vector)
SELECT gen_random_uuid(), tenant_id, development_id, house_type_code, id, %s, (%s::bytea[])[1 + ordinal %% %s]
FROM doc_chunks WHERE tenant_id = %s AND development_id = %s"""
SYLLABLES = [first + second for first, second in product("bdfgklmnprtv", "aou")]


def tenant(name: str) -> Tenant:
    with row_security.service_scope(None, "bench"), transaction.atomic():
        return Tenant.objects.create(name=name, slug=f"bench-{uuid4().hex[:12]}")


def development(owner: Tenant, name: str, passages: int) -> Development:
    """A development with one document of so many passages, its words counted."""
    with row_security.service_scope(None, "bench"), transaction.atomic():
        estate = Development.objects.create(tenant=owner, name=name, slug=uuid4().hex[:12])
        version = _version(estate)
        for start in range(0, passages, BATCH):
            DocChunk.objects.bulk_create(
                _chunk(version, ordinal) for ordinal in range(start, min(start + BATCH, passages))
            )
        frequencies.rebuild(estate.pk)
    return estate


def add_vectors(estate: Development) -> None:
    """Vectors of this process's model for all passages: made up, since their number and size is what costs."""
    import numpy as np

    numbers = np.random.default_rng(0).normal(size=(VECTORS, DIMENSIONS))
    made = (numbers / np.linalg.norm(numbers, axis=1, keepdims=True)).astype("float16")
    with connections["migrator"].cursor() as cursor:
        cursor.execute(
            ADD_VECTORS, [model.key(), [row.tobytes() for row in made], VECTORS, estate.tenant_id, estate.pk]
        )


def analyze() -> None:
    """As autovacuum would have done by the time that people ask."""
    with connections["migrator"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE doc_chunks, chunk_embeddings, term_frequencies")


def count_slice(estate: Development) -> None:
    """The baseline: one look at every passage of the development, without policies in the way."""
    with connections["migrator"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*), sum(n_terms) FROM doc_chunks WHERE tenant_id = %s AND development_id = %s",
            [estate.tenant_id, estate.pk],
        )


def questions(count: int) -> list[str]:
    return [f"How do I {' '.join(_words(WORDS_IN_QUESTION, COMMON))}?" for _ in range(count)]


def misspelt(count: int) -> list[str]:
    """Questions with two letters of one word swapped."""
    return [_with_swap(text) for text in questions(count)]


def _with_swap(text: str) -> str:
    middle = text.rindex(" ") + 3
    return text[:middle] + text[middle + 1] + text[middle] + text[middle + 2 :]


def _version(estate: Development) -> DocumentVersion:
    owner = {"tenant_id": estate.tenant_id, "development": estate}
    document = Document.objects.create(title="Made up", **owner)
    file = {"kind": "text", "file_name": "a.txt", "storage_name": uuid4().hex, "sha256": "0" * 64, "size_bytes": 1}
    version = DocumentVersion.objects.create(document=document, number=1, status="ready", pages=1, **file, **owner)
    Document.objects.filter(pk=document.pk).update(current_version=version, newest_version=version)
    return version


def _chunk(version: DocumentVersion, ordinal: int) -> DocChunk:
    return DocChunk(
        tenant_id=version.tenant_id,
        development_id=version.development_id,
        document_id=version.document_id,
        version=version,
        page=ordinal // 3 + 1,
        ordinal=ordinal,
        heading=" ".join(_words(3, COMMON)),
        text=" ".join(_words(WORDS_IN_PASSAGE)),
    )


def _words(count: int, skipped: int = 0) -> list[str]:
    words, weights = _vocabulary()
    if not skipped:
        return random.choices(words, cum_weights=weights, k=count)
    return random.choices(
        words[skipped:], cum_weights=[weight - weights[skipped - 1] for weight in weights[skipped:]], k=count
    )


@cache
def _vocabulary() -> tuple[list[str], list[float]]:
    """Words from common to rare, and their summed weights by Zipf's law."""
    words = ["".join(parts) for parts in product(SYLLABLES, repeat=3)]
    random.Random(0).shuffle(words)
    return words[:WORDS], list(accumulate(1 / (rank + 2.7) for rank in range(WORDS)))
