"""What a question finds, and how sure the score says it is."""

import pytest

from apps.documents.search_spelling import slips
from openhouse.testing.estates import create_estate

from .library import publish
from .seekers import found_by

BOILER = "The boiler pressure should read 1.5 bar when the system is cold."
FILTER = "Clean the filter of the ventilation unit every three months."
STOPCOCK = "The stopcock is under the kitchen sink. Turn it clockwise to close."
COVER = "The structural warranty covers major defects for ten years."
CYLINDER = "Towels dry well in the airing cupboard on the landing."
GUIDE = [BOILER, FILTER, STOPCOCK, COVER, CYLINDER]


@pytest.fixture(scope="module")
def ask(database):
    estate = create_estate()
    publish(estate.development, "Home user guide", GUIDE)
    return lambda query: found_by(estate.homeowner, query, development_id=estate.development.pk)


@pytest.mark.parametrize(
    ("query", "page"),
    [
        ("What should the boiler pressure be?", 1),
        ("how often do I clean the ventilation filters", 2),
        ("where is the stopcock", 3),
        ("how long does the structural warranty cover defects", 4),
    ],
)
def test_the_page_that_says_it_comes_first(ask, query, page):
    best = ask(query)[0]
    assert (best.page, best.version, best.title) == (page, 1, "Home user guide")
    assert best.text == GUIDE[page - 1]
    assert best.coverage > 0.8


@pytest.mark.parametrize(
    ("query", "page"),
    [
        ("boiler presusre", 1),
        ("the ventilaton fitler", 2),
        ("where is the stopcok", 3),
        ("structrual waranty", 4),
        ("structuralll warrenty", 4),
        ("wich strukturral cover", 4),
    ],
)
def test_misspelt_words_find_what_was_meant(ask, query, page):
    assert ask(query)[0].page == page


def test_another_name_of_the_trade_finds_it_too(ask):
    assert ask("where is the hot press")[0].page == 5
    assert ask("where is the water shut off")[0].page == 3


def test_what_the_documents_never_mention_scores_low(ask):
    about, off = ask("boiler pressure"), ask("what is the boiler of the Titanic made of, says the museum catalogue")
    assert about[0].score > 2 * off[0].score
    assert ask("capital of France") == []


@pytest.mark.parametrize(
    "query", ["", "?", "the of and", "' OR 1=1 --", "a & b | !c <-> (d:*)", "\\", "'''", "🏠", "x" * 2000]
)
def test_odd_questions_are_no_trouble(ask, query):
    assert ask(query) == []


def test_a_question_of_two_thousand_characters_is_read(ask):
    long = ("boiler pressure & | ! ' \\ " * 100)[:2000]
    assert ask(long)[0].page == 1


def test_the_words_of_a_heading_count_more(estate_a):
    publish(estate_a.development, "One", ["Water the lawn twice a week."], heading="Garden")
    publish(estate_a.development, "Two", ["From the garden the lawn is seen."])
    found = found_by(estate_a.homeowner, "garden", development_id=estate_a.development.pk)
    assert [passage.title for passage in found] == ["One", "Two"]


def test_words_joined_by_a_slash_are_found(estate_a):
    publish(estate_a.development, "One", ["Set the heating/cooling switch."])
    assert found_by(estate_a.homeowner, "cooling", development_id=estate_a.development.pk)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("boiler", "boiler", 0),
        ("bioler", "boiler", 1),
        ("boler", "boiler", 1),
        ("radaitr", "radiator", 2),
        ("a", "boiler", 3),
    ],
)
def test_slips_count_a_swap_of_neighbours_once(one, other, expected):
    assert slips(one, other) == slips(other, one) == expected
