"""Search by words and meaning together, inside the verified scope only."""

from uuid import uuid4

import pytest

from apps.core.row_security import ENTER, proof
from apps.documents.embeddings import model
from apps.documents.tests.search.library import publish
from apps.documents.tests.search.seekers import OPEN, searched_by
from openhouse.testing.estates import create_estate

LAMP = "An orange lamp that blinks on the ventilation control tells that the filters are due for a change."
PAGES = [
    LAMP,
    "The walls are painted with a washable matt emulsion.",
    "Bins are collected on Tuesday morning.",
    "The boiler pressure should read 1.5 bar when the system is cold.",
]
COLLOQUIAL = "there is a light flashing up there, what is it on about"
RAW = "SELECT coalesce(sum(length(vectors)), 0) / 404 FROM security.search_vectors(%s, %s, %s, '{}')"
IDS = "SELECT id FROM doc_chunks WHERE document_id = ANY (%s)"
# The one vector of a version once more for each of the ids.
PLANT = """UPDATE vector_blocks SET vectors = vectors || (SELECT string_agg(substr(%(ids)s, 16 * n + 1, 16)
|| substr(vectors, 17), '') FROM generate_series(0, %(count)s - 1) n) WHERE version_id = %(version)s"""


@pytest.fixture
def ask(estate_a):
    return lambda query: searched_by(estate_a.homeowner, query, development_id=estate_a.development.pk)


def test_finds_by_meaning_what_words_miss(estate_a, embed, ask):
    publish(estate_a.development, "Guide", PAGES)
    by_words = ask(COLLOQUIAL)
    embed(estate_a)
    both = ask(COLLOQUIAL)
    assert (by_words.mode, both.mode) == ("keyword", "hybrid")
    assert LAMP not in [passage.text for passage in by_words.passages]
    assert both.passages[0].text == LAMP


def test_scores_stay_between_zero_and_one_and_in_order(estate_a, embed, ask):
    publish(estate_a.development, "Guide", PAGES)
    embed(estate_a)
    found = ask("boiler pressure when cold")
    scores = [passage.score for passage in found.passages]
    assert scores == sorted(scores, reverse=True)
    assert 1 >= scores[0] > scores[-1] >= 0
    assert 1 >= found.evidence > 0
    assert (found.passages[0].page, found.passages[0].coverage > 0.9) == (4, True)


@pytest.mark.parametrize("query", ["", "?", "the of and", "🏠"])
def test_a_question_without_words_finds_nothing(estate_a, embed, ask, query):
    publish(estate_a.development, "Guide", PAGES)
    embed(estate_a)
    assert ask(query).passages == ()


def test_turned_off_it_goes_by_words_though_vectors_are_there(estate_a, embed, ask, settings):
    publish(estate_a.development, "Guide", PAGES)
    embed(estate_a)
    settings.EMBEDDINGS = False
    found = ask("boiler pressure")
    assert (found.mode, found.passages[0].page) == ("keyword", 4)


def test_who_asks_while_the_model_is_loaded_is_answered_by_words(estate_a, embed, ask, monkeypatch):
    publish(estate_a.development, "Guide", PAGES)
    embed(estate_a)
    monkeypatch.setattr(model, "_encoders", {})
    with model._loading:
        assert ask(COLLOQUIAL).mode == "keyword"
    assert ask(COLLOQUIAL).mode == "hybrid"


def test_a_passage_without_a_vector_yet_is_found_by_its_words(estate_a, embed, ask):
    publish(estate_a.development, "Guide", PAGES[:3])
    embed(estate_a)
    publish(estate_a.development, "New", PAGES[3:])
    found = ask("boiler pressure when cold")
    assert (found.mode, found.passages[0].title, found.passages[0].similarity) == ("hybrid", "New", None)
    assert found.evidence == pytest.approx(found.passages[0].share)


def test_the_same_texts_of_two_tenants_are_never_mixed(embed, estate_a, estate_b, ask):
    for estate in (estate_a, estate_b):
        publish(estate.development, estate.tenant.slug, PAGES)
    embed(estate_b)
    assert ask(COLLOQUIAL).mode == "keyword"
    embed(estate_a)
    assert {passage.title for passage in ask(COLLOQUIAL).passages} == {estate_a.tenant.slug}


@pytest.fixture(scope="module")
def houses(database):
    estate = create_estate()
    publish(estate.development, "All", [LAMP])
    publish(estate.development, "One", [LAMP], house_type="BD01")
    publish(estate.development, "Two", [LAMP, LAMP], house_type="BD02")
    publish(estate.sibling_development, "Far", [LAMP])
    return estate


@pytest.fixture
def raw(app_login):
    """How many vectors hand-written SQL reaches inside a verified session of a person."""

    def vectors(kind, person, development_id, house_type=None):
        session = app_login.execute(OPEN, [kind, person.pk, proof(f"open:{kind}:{person.pk}")]).fetchone()[0]
        with app_login.transaction():
            app_login.execute(ENTER, [session, proof(f"enter:{session}")])
            return app_login.execute(RAW, [development_id, house_type, model.key()]).fetchone()[0]

    return vectors


def test_vectors_follow_the_verified_scope(houses, embed, raw, estate_b):
    embed(houses)
    home, builder, here = houses.homeowner, houses.builder, houses.development.pk
    assert raw("homeowner", home, here) == raw("homeowner", home, here, "BD02") == 2
    assert [raw("staff", builder, here, code) for code in (None, "BD01", "BD02")] == [4, 2, 3]
    assert raw("staff", houses.admin, houses.sibling_development.pk) == 1
    for kind, person in (("homeowner", home), ("staff", builder)):
        assert raw(kind, person, houses.sibling_development.pk) == 0
    for kind, person in (("homeowner", estate_b.homeowner), ("staff", estate_b.builder), ("staff", estate_b.admin)):
        assert raw(kind, person, here) == 0


def test_a_block_that_names_foreign_passages_brings_none_of_them(embed, estate_a, estate_b, ask, superuser):
    """Planted: the nearest vectors of this home's slice claim to be of passages out of reach, and of none at all."""
    own = publish(estate_a.development, "Own", [LAMP])
    foreign = [
        publish(estate_b.development, "Other tenant", [LAMP]),
        publish(estate_a.sibling_development, "Other development", [LAMP]),
        publish(estate_a.development, "Other type", [LAMP], house_type="BD02"),
    ]
    embed(estate_a)
    ids = superuser.execute(IDS, [[document.pk for document in foreign]]).fetchall()
    planted = b"".join(chunk.bytes for (chunk,) in [*ids, (uuid4(),)])
    superuser.execute(PLANT, {"ids": planted, "version": own.current_version_id, "count": len(ids) + 1})
    found = ask(COLLOQUIAL)
    assert (len(ids), found.mode) == (3, "hybrid")
    assert {passage.title for passage in found.passages} == {"Own"}


@pytest.mark.parametrize("role", ["super_admin", "admin", "developer", "homeowner", "service"])
def test_an_empty_scope_is_no_vectors(houses, embed, app_login, role):
    embed(houses)
    with app_login.transaction():
        app_login.execute(f"SET LOCAL ROLE openhouse_{role}")
        assert app_login.execute(RAW, [houses.development.pk, None, model.key()]).fetchone() == (0,)


def test_vectors_of_another_model_are_not_compared(estate_a, embed, ask, superuser):
    publish(estate_a.development, "Guide", PAGES)
    embed(estate_a)
    own = [estate_a.tenant.pk]
    # What is nearest by another model, of another length even, is farthest by this one.
    superuser.execute("UPDATE vector_blocks SET model = 'other', vectors = 'x' WHERE tenant_id = %s", own)
    assert ask(COLLOQUIAL).mode == "keyword"
    superuser.execute("UPDATE document_versions SET embedded_by = 'other' WHERE tenant_id = %s", own)
    embed(estate_a)
    assert ask(COLLOQUIAL).passages[0].text == LAMP
