"""The worker's part: every published passage gets its vector once, whatever happens in between."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import connection, transaction

from apps.core import row_security
from apps.documents import rereading, services, tasks
from apps.documents.embeddings import model, pending
from apps.documents.models import DocChunk, DocumentVersion, VectorBlock
from apps.documents.tests.search.library import publish
from openhouse.testing.papers import pdf, read_now, ready_document

PAGES = [f"The valve of room {number} stands behind its door." for number in range(12)]
LOCK = "SELECT pg_advisory_lock(hashtext('vector_blocks'), hashtext(%s))"
UNLOCK = "SELECT pg_advisory_unlock_all()"
ROW_BYTES = 16 + 4 + 384


@pytest.fixture
def vectors(platform):
    """The passages whose vectors are stored, each with the house type that its vector is for."""

    def rows(estate):
        found = []
        with platform():
            for block in VectorBlock.objects.filter(tenant=estate.tenant):
                raw = [bytes(block.vectors)[start : start + 16] for start in range(0, len(block.vectors), ROW_BYTES)]
                chunks = DocChunk.objects.filter(tenant=estate.tenant, pk__in=[UUID(bytes=one) for one in raw])
                assert len(chunks) == len(raw)
                found += [(chunk.text, block.house_type_code) for chunk in chunks]
        return sorted(found)

    return rows


@pytest.fixture
def step(embed, estate_a):
    """One step of the work in a transaction of its own."""
    from apps.documents.embeddings import work

    def run():
        with row_security.service_scope(estate_a.tenant.pk, "test") as principal:
            return work.embed_some(principal, model.encoder())

    return run


def embedded_by(platform, document):
    with platform():
        return DocumentVersion.objects.get(pk=document.current_version_id or document.newest_version_id).embedded_by


def test_a_worker_that_is_killed_has_done_what_it_did_and_the_next_one_does_the_rest(estate_a, step, embed, vectors):
    publish(estate_a.development, "Guide", PAGES)
    assert step()
    assert len(vectors(estate_a)) == 8
    assert estate_a.tenant.pk in pending.tenants()
    embed(estate_a)
    assert [text for text, _ in vectors(estate_a)] == sorted(PAGES)
    assert estate_a.tenant.pk not in pending.tenants()
    assert not step()


def test_a_finished_version_has_one_block(estate_a, embed, vectors, platform):
    publish(estate_a.development, "Guide", PAGES)
    embed(estate_a)
    assert len(vectors(estate_a)) == len(PAGES)
    with platform():
        assert VectorBlock.objects.filter(tenant=estate_a.tenant).count() == 1


def test_what_goes_out_of_force_while_it_is_encoded_leaves_no_vectors(estate_a, step, vectors, platform, monkeypatch):
    document = publish(estate_a.development, "Guide", PAGES[:2])
    encoder, encoded = model.encoder(), []

    def encode_slowly(texts):
        with ThreadPoolExecutor(1) as elsewhere:
            elsewhere.submit(_deprecate, estate_a.tenant.pk, document.pk).result()
        encoded.extend(texts)
        return encoder.encode(texts)

    monkeypatch.setattr(model, "encoder", lambda: SimpleNamespace(key=encoder.key, encode=encode_slowly))
    assert step()
    with platform():
        assert (len(encoded), VectorBlock.objects.filter(tenant=estate_a.tenant).count()) == (2, 0)


def _deprecate(tenant_id, document_id):
    """As somebody else does it meanwhile, on a connection of their own."""
    try:
        with row_security.service_scope(tenant_id, "test") as principal:
            services.document_deprecate(principal, document_id=document_id)
    finally:
        connection.close()


def test_two_workers_never_embed_the_same(estate_a, step, superuser, vectors):
    publish(estate_a.development, "Guide", PAGES)
    superuser.execute(LOCK, [str(estate_a.tenant.pk)])
    try:
        assert not step()
    finally:
        superuser.execute(UNLOCK)
    assert vectors(estate_a) == []
    assert step()


def test_a_new_version_takes_the_vectors_of_the_old_one_along(estate_a, embed, vectors):
    document = ready_document(estate_a, lines=["Heating", "The boiler reads 1.5 bar."])
    embed(estate_a)
    assert len(vectors(estate_a)) == 1
    file = ContentFile(pdf(["Heating", "The boiler reads 2 bar."]), name="guide.pdf")
    with row_security.service_scope(estate_a.tenant.pk, "test") as principal:
        read_now(services.version_add(principal, document_id=document.pk, file=file))
    assert vectors(estate_a) == []
    assert estate_a.tenant.pk in pending.tenants()
    embed(estate_a)
    assert "2 bar" in vectors(estate_a)[0][0]


def test_what_is_read_again_is_embedded_again(estate_a, embed, vectors):
    document = ready_document(estate_a)
    embed(estate_a)
    with row_security.service_scope(estate_a.tenant.pk, "test") as principal:
        read_now(rereading.reingest(principal, document_id=document.pk))
    assert vectors(estate_a) == []
    embed(estate_a)
    assert len(vectors(estate_a)) == 1


def test_a_document_that_goes_takes_its_vectors_along(estate_a, embed, vectors):
    document = ready_document(estate_a)
    embed(estate_a)
    with row_security.service_scope(estate_a.tenant.pk, "test") as principal:
        services.document_delete(principal, document_id=document.pk)
    assert vectors(estate_a) == []


def test_another_house_type_is_one_of_the_vectors_too(estate_a, embed, vectors):
    document = ready_document(estate_a)
    embed(estate_a)
    with row_security.service_scope(estate_a.tenant.pk, "test") as principal:
        services.document_update(principal, document_id=document.pk, changes={"house_type_code": "BD02"})
    assert [code for _, code in vectors(estate_a)] == ["BD02"]


def test_a_tenant_is_embedded_in_its_own_scope(estate_a, estate_b, embed, vectors):
    for estate in (estate_a, estate_b):
        publish(estate.development, "Guide", PAGES[:2])
    session = row_security.open_service(estate_a.tenant.pk, "test")
    tasks.embed(str(session), str(estate_a.tenant.pk))
    assert (len(vectors(estate_a)), len(vectors(estate_b))) == (2, 0)


def test_vectors_wait_in_a_queue_of_their_own(estate_a, settings):
    """So a worker that reads documents never has them to do first."""
    messages = Path(settings.BROKER_FOLDER)
    before = set(messages.iterdir())
    tasks.embed.enqueue(estate_a.tenant.pk)
    tasks.ingest.enqueue(estate_a.tenant.pk, str(uuid4()))
    assert sorted(path.name.split(".")[1] for path in set(messages.iterdir()) - before) == ["celery", "embeddings"]


def test_without_a_model_nothing_is_pending(estate_a, settings):
    publish(estate_a.development, "Guide", PAGES[:1])
    settings.EMBEDDINGS = False
    assert pending.tenants() == []
    tasks.dispatch_embeddings()


def test_who_is_pending_is_told_to_the_application_only(app_login):
    with pytest.raises(Exception, match="proof refused"), app_login.transaction():
        app_login.execute("SELECT security.tenants_without_vectors('x', 'forged')")


def test_reading_does_not_wait_for_vectors(estate_a, platform, vectors):
    document = ready_document(estate_a)
    assert document.current_version.status == "ready"
    assert (embedded_by(platform, document), vectors(estate_a)) == ("", [])
    with platform(), transaction.atomic():
        assert DocumentVersion.objects.filter(document=document).count() == 1
