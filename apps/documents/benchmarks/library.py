"""Made-up developments full of made-up passages."""

from uuid import UUID, uuid4

import psycopg
from django.db import connections, transaction

from apps.core import row_security
from apps.developments.models import Development
from apps.documents.embeddings import model
from apps.tenants.models import Tenant

from . import filling
from .texts import misspelt, questions

__all__ = ["add_vectors", "analyze", "count_slice", "development", "fill", "misspelt", "questions", "tenant"]

BLOCKS, DIMENSIONS = 8, 384
ADD_VECTORS = """INSERT INTO vector_blocks (id, tenant_id, development_id, version_id, model, until, vectors)
SELECT gen_random_uuid(), v.tenant_id, v.development_id, v.id, %(model)s, %(most)s,
    (SELECT string_agg(uuid_send(c.id) || substr(m.vectors, 1 + %(width)s * ordinal, %(width)s), '' ORDER BY ordinal)
    FROM doc_chunks c WHERE c.tenant_id = v.tenant_id AND c.version_id = v.id)
FROM document_versions v JOIN unnest(%(vectors)s::bytea[]) WITH ORDINALITY m (vectors, place)
    ON m.place = 1 + abs(hashtext(v.id::text) %% %(blocks)s)"""

fill = filling.fill


def tenant(name: str) -> Tenant:
    with row_security.service_scope(None, "bench"), transaction.atomic():
        return Tenant.objects.create(name=name, slug=f"bench-{uuid4().hex[:12]}")


def development(owner: Tenant, name: str, passages: int = 0) -> Development:
    with row_security.service_scope(None, "bench"), transaction.atomic():
        estate = Development.objects.create(tenant=owner, name=name, slug=uuid4().hex[:12])
    if passages:
        fill({estate: passages})
    return estate


def add_vectors() -> None:
    """Vectors of this process's model for all passages: made up, since their number and size is what costs."""
    made = [_vectors(seed) for seed in range(BLOCKS)]
    width = len(made[0]) // filling.PASSAGES_IN_DOCUMENT
    values = {"model": model.key(), "most": filling.PASSAGES_IN_DOCUMENT, "vectors": made, "blocks": BLOCKS}
    with psycopg.connect(filling.here(), autocommit=True) as superuser:
        superuser.execute("SET session_replication_role = replica")
        superuser.execute(ADD_VECTORS, values | {"width": width})


def _vectors(seed: int) -> bytes:
    """Of one document: as they are packed, without the ids."""
    import numpy as np

    from apps.documents.embeddings import blocks

    numbers = np.random.default_rng(seed).normal(size=(filling.PASSAGES_IN_DOCUMENT, DIMENSIONS)).astype("float32")
    packed = blocks.pack([UUID(int=0)] * len(numbers), numbers / np.linalg.norm(numbers, axis=1, keepdims=True))
    return np.frombuffer(packed, "u1").reshape(len(numbers), -1)[:, 16:].tobytes()


def analyze() -> None:
    """As autovacuum would have done by the time that people ask."""
    with connections["migrator"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE doc_chunks, vector_blocks, term_frequencies")


def count_slice(estate: Development) -> None:
    """The baseline: one look at every passage of the development, without policies in the way."""
    with connections["migrator"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*), sum(n_terms) FROM doc_chunks WHERE tenant_id = %s AND development_id = %s",
            [estate.tenant_id, estate.pk],
        )
