"""What a process keeps of vectors saves reading and widens nobody's scope."""

from uuid import uuid4

import pytest

from apps.core import row_security
from apps.core.row_security import ENTER, proof
from apps.documents import services
from apps.documents.embeddings import model, slices
from apps.documents.embeddings.kept import KeptBlocks
from apps.documents.tests.search.library import publish
from apps.documents.tests.search.seekers import OPEN, acting_as, searched_by

LAMP = "An orange lamp that blinks on the ventilation control tells that the filters are due for a change."
COLLOQUIAL = "there is a light flashing up there, what is it on about"
BLOCKS = "SELECT id, vectors FROM vector_blocks WHERE tenant_id = %s"
READ = "SELECT count(*), count(vectors) FROM security.search_vectors(%s, NULL, %s, %s)"


@pytest.fixture(autouse=True)
def kept(monkeypatch):
    """A process that has kept nothing yet."""
    kept = KeptBlocks()
    monkeypatch.setattr(slices, "KEPT", kept)
    return kept


@pytest.fixture
def compared():
    """With how many passages a person's question is compared."""

    def count(person, development_id):
        with acting_as(person):
            near = slices.nearness(development_id, None, COLLOQUIAL)
        return len(near.ids) if near else 0

    return count


def test_a_second_question_reads_no_vectors(estate_a, embed, kept, compared, app_login):
    publish(estate_a.development, "Guide", [LAMP, "The walls are painted."])
    embed(estate_a)
    home, development_id = estate_a.homeowner, estate_a.development.pk
    assert (compared(home, development_id), compared(home, development_id)) == (2, 2)
    known = list(kept.of((development_id, model.key())))
    session = app_login.execute(OPEN, ["homeowner", home.pk, proof(f"open:homeowner:{home.pk}")]).fetchone()[0]
    with app_login.transaction():
        app_login.execute(ENTER, [session, proof(f"enter:{session}")])
        assert app_login.execute(READ, [development_id, model.key(), known]).fetchone() == (1, 0)
        assert app_login.execute(READ, [development_id, model.key(), []]).fetchone() == (1, 1)


def test_what_a_builder_has_read_of_another_house_type_no_home_is_compared_with(estate_a, embed, compared):
    publish(estate_a.development, "All", [LAMP])
    publish(estate_a.development, "Own", [LAMP], house_type="BD01")
    publish(estate_a.development, "Other", [LAMP], house_type="BD02")
    embed(estate_a)
    here = estate_a.development.pk
    assert (compared(estate_a.builder, here), compared(estate_a.homeowner, here)) == (3, 2)


def test_what_one_tenant_has_read_no_other_is_compared_with(estate_a, estate_b, embed, compared):
    for estate in (estate_a, estate_b):
        publish(estate.development, "Guide", [LAMP] * (2 if estate is estate_b else 1))
        embed(estate)
    here, there = estate_a.development.pk, estate_b.development.pk
    assert [compared(person, there) for person in (estate_b.homeowner, estate_a.homeowner, estate_a.admin)] == [2, 0, 0]
    assert (compared(estate_a.homeowner, here), compared(estate_b.homeowner, here)) == (1, 0)


def test_a_kept_block_that_the_scope_does_not_name_is_not_used(estate_a, estate_b, embed, kept, compared, superuser):
    """Planted: foreign vectors in this very development's part of the cache, under their own id and a made-up one."""
    publish(estate_a.development, "Guide", ["The walls are painted."])
    secret = publish(estate_b.development, "Secret", [LAMP])
    embed(estate_a)
    embed(estate_b)
    [(foreign, vectors)] = superuser.execute(BLOCKS, [estate_b.tenant.pk]).fetchall()
    for block in (foreign, uuid4()):
        kept.keep((estate_a.development.pk, model.key()), block, vectors)
    assert compared(estate_a.homeowner, estate_a.development.pk) == 1
    found = searched_by(estate_a.homeowner, COLLOQUIAL, development_id=estate_a.development.pk)
    assert (found.mode, secret.title in {passage.title for passage in found.passages}) == ("hybrid", False)


def test_what_goes_out_of_force_is_not_compared_any_more(estate_a, embed, compared):
    publish(estate_a.development, "Guide", [LAMP])
    document = publish(estate_a.development, "Old", [LAMP])
    embed(estate_a)
    before = compared(estate_a.homeowner, estate_a.development.pk)
    with row_security.service_scope(estate_a.tenant.pk, "test") as principal:
        services.document_deprecate(principal, document_id=document.pk)
    assert (before, compared(estate_a.homeowner, estate_a.development.pk)) == (2, 1)


def test_the_oldest_make_room():
    kept, slice_ = KeptBlocks(most_bytes=10), (uuid4(), "model")
    blocks = [uuid4() for _ in range(3)]
    kept.keep(slice_, blocks[0], b"1234")
    kept.keep((uuid4(), "model"), blocks[1], b"1234")
    assert kept.of(slice_) == {blocks[0]: b"1234"}
    kept.keep(slice_, blocks[2], b"1234")
    assert kept.of(slice_) == {blocks[0]: b"1234", blocks[2]: b"1234"}
    kept.keep(slice_, uuid4(), b"12345678901")
    assert kept.of(slice_) == {}
