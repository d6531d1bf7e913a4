"""Fills the passages' table of a benchmark's own database with a million rows in minutes instead of hours.

Each text's words are parsed once, in a pool, and copied from there, for which the generated columns become ordinary
ones. Nothing checks the rows' keys, and the index over the words is made last. What search reads is as it always is.
"""

from collections.abc import Iterator, Mapping
from uuid import uuid4

import psycopg
from django.conf import settings
from django.db import transaction

from apps.core import row_security
from apps.developments.models import Development
from apps.documents.models import Document, DocumentVersion

from . import texts

# Documents are written in random order, so a development's passages lie apart as they do after a year of uploads.
PASSAGES_IN_DOCUMENT, MOST_TEXTS = 1_000, 20_000
WORDS_INDEX = "ix_chunk_words"

ORDINARY = """ALTER TABLE doc_chunks ALTER COLUMN tsv DROP EXPRESSION IF EXISTS,
ALTER COLUMN n_terms DROP EXPRESSION IF EXISTS"""
POOL = "CREATE TEMP TABLE pool (n integer PRIMARY KEY, heading text, text text, tsv tsvector, n_terms integer)"
PARSED = """UPDATE pool SET n_terms = length(to_tsvector('english', text)), tsv =
setweight(to_tsvector('english', heading), 'A') || setweight(to_tsvector('english', text), 'D')"""
PLAN = (
    "CREATE TEMP TABLE plan (tenant_id uuid, development_id uuid, document_id uuid, version_id uuid, passages integer)"
)
PASSAGES = """INSERT INTO doc_chunks (id, tenant_id, development_id, document_id, version_id, page, ordinal, heading,
text, flags, tsv, n_terms) SELECT gen_random_uuid(), tenant_id, development_id, document_id, version_id, 1 + place / 3,
place, heading, text, '[]', tsv, n_terms
FROM (SELECT *, floor(random() * %(texts)s)::integer AS first FROM plan ORDER BY random()) shuffled
CROSS JOIN LATERAL generate_series(0, passages - 1) place JOIN pool ON n = (first + place) %% %(texts)s"""
FREQUENCIES = """WITH counted AS (SELECT * FROM ts_stat('SELECT tsv FROM pool')), shares AS (
SELECT development_id, tenant_id, sum(passages) AS passages FROM plan GROUP BY development_id, tenant_id)
INSERT INTO term_frequencies (id, tenant_id, development_id, term, chunks, words)
SELECT gen_random_uuid(), tenant_id, development_id, word, greatest(1, ndoc * passages / %(texts)s), 0
FROM shares CROSS JOIN counted
UNION ALL SELECT gen_random_uuid(), tenant_id, development_id, '', passages, passages * pooled.mean
FROM shares CROSS JOIN (SELECT avg(n_terms) AS mean FROM pool) pooled"""


def fill(passages: Mapping[Development, int]) -> None:
    """So many passages for each development, with their words counted."""
    known = {"texts": min(MOST_TEXTS, max(passages.values()))}
    with psycopg.connect(here(), autocommit=True) as superuser:
        superuser.execute("SET session_replication_role = replica; SET maintenance_work_mem = '512MB'")
        superuser.execute(ORDINARY)
        [(index,)] = superuser.execute("SELECT pg_get_indexdef(%s::regclass)", [WORDS_INDEX]).fetchall()
        superuser.execute(f"DROP INDEX {WORDS_INDEX}")
        _pool(superuser, known["texts"])
        _plan(superuser, passages)
        superuser.execute(PASSAGES, known)
        superuser.execute(FREQUENCIES, known)
        superuser.execute(index)


def here() -> str:
    """A superuser's address of the database of this benchmark."""
    name = settings.DATABASES["default"]["NAME"]
    return psycopg.conninfo.make_conninfo(settings.DATABASE_ADMIN_URL, dbname=name)


def _pool(superuser: psycopg.Connection, count: int) -> None:
    superuser.execute(POOL)
    with superuser.cursor().copy("COPY pool (n, heading, text) FROM STDIN") as copy:
        for number in range(count):
            copy.write_row((number, texts.heading(), texts.passage()))
    superuser.execute(PARSED)


def _plan(superuser: psycopg.Connection, passages: Mapping[Development, int]) -> None:
    superuser.execute(PLAN)
    with superuser.cursor().copy("COPY plan FROM STDIN") as copy:
        for version, count in _versions(passages):
            copy.write_row((version.tenant_id, version.development_id, version.document_id, version.pk, count))


def _versions(passages: Mapping[Development, int]) -> Iterator[tuple[DocumentVersion, int]]:
    """Published ones, and the number of passages that each is to have."""
    with row_security.service_scope(None, "bench"), transaction.atomic():
        for development, count in passages.items():
            for start in range(0, count, PASSAGES_IN_DOCUMENT):
                yield _version(development), min(PASSAGES_IN_DOCUMENT, count - start)


def _version(development: Development) -> DocumentVersion:
    owner = {"tenant_id": development.tenant_id, "development": development}
    document = Document.objects.create(title="Made up", **owner)
    file = {"kind": "text", "file_name": "a.txt", "storage_name": uuid4().hex, "sha256": "0" * 64, "size_bytes": 1}
    version = DocumentVersion.objects.create(document=document, number=1, status="ready", pages=1, **file, **owner)
    Document.objects.filter(pk=document.pk).update(current_version=version, newest_version=version)
    return version
