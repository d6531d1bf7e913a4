"""The documents say what the facts say and nothing of another development, as our own ingestion reads them."""

from collections.abc import Iterator
from itertools import permutations

import pytest

from apps.demo.content.documents import KINDS, DemoDocument, documents_of
from apps.demo.content.facts import Estate, estates
from apps.demo.content.prose import FactMissing, write

from .conftest import Library

SLUGS = [estate.slug for estate in estates()]
# Each of these differs between all developments, and is a sign that text of one has slipped into another.
TELLING = (
    ("care", "phone"),
    ("care", "email"),
    ("management", "agent"),
    ("management", "company"),
    ("bins", "company"),
    ("heating", "model"),
    ("heating", "installer"),
    ("heating", "fault_pressure"),
    ("ventilation", "model"),
    ("warranty", "policy_prefix"),
    ("fabric", "paint_walls"),
    ("parking", "ev"),
)
# What the guide and the topic's own document must both say, in the same words.
REPEATED = (
    ("defects", "period", "snagging"),
    ("defects", "snag_days", "snagging"),
    ("warranty", "excess", "warranty"),
    ("heating", "pressure_cold", "heating"),
    ("heating", "fault_flow", "heating"),
    ("ventilation", "clean_every", "ventilation"),
    ("bins", "day", "waste-parking"),
    ("parking", "visitor_limit", "waste-parking"),
    ("appliances", "phone", "appliances"),
)


@pytest.mark.parametrize("slug", SLUGS)
def test_each_development_has_every_kind_of_document(library: Library, slug: str) -> None:
    estate = _estate(slug)
    keys = {kind.key for kind in KINDS} | {house_type["code"].lower() for house_type in estate.house_types}
    assert {document.key for document in documents_of(estate)} == keys
    assert {document.kind.ending for document in documents_of(estate)} == {"pdf", "docx", "md", "txt", "csv"}
    assert all(read.extraction.characters > 1_000 for read in library.of(slug).values())


@pytest.mark.parametrize("slug", SLUGS)
def test_the_guide_has_forty_pages_of_prose_and_no_alarming_ones(library: Library, slug: str) -> None:
    guide = library.of(slug)["guide"].extraction
    assert guide.page_count >= 40
    assert sum(len(page.text) > 400 for page in guide.pages) >= 40
    assert sum(len(page.headings) for page in guide.pages) > 120


def test_no_page_is_flagged_for_review(library: Library) -> None:
    assert {read.document.file_name for read in library.reads if read.extraction.flags} == set()


def test_equal_facts_give_equal_bytes() -> None:
    for document in documents_of(estates()[1]):
        assert document.render() == DemoDocument(document.estate, document.kind, document.house_type).render()


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize(("table", "name", "key"), REPEATED)
def test_guide_and_topic_agree(library: Library, slug: str, table: str, name: str, key: str) -> None:
    fact = _estate(slug).facts[table][name]
    assert fact in library.of(slug)["guide"].text
    assert fact in library.of(slug)[key].text


@pytest.mark.parametrize(("own", "other"), list(permutations(SLUGS, 2)))
def test_nothing_of_another_development_is_said(library: Library, own: str, other: str) -> None:
    for table, name in TELLING:
        ours, theirs = _estate(own).facts[table][name], _estate(other).facts[table][name]
        said = " ".join(read.text for read in library.of(own).values())
        assert ours in said
        assert theirs not in said


def test_house_types_have_places_of_their_own(library: Library) -> None:
    for estate in estates():
        for own, other in permutations(estate.house_types, 2):
            visible = " ".join(read.text for read in library.of(estate.slug, own["code"]).values())
            assert own["stopcock"] in visible
            assert other["stopcock"] not in visible
            assert own["consumer_unit"] in visible


def test_a_text_without_its_fact_is_refused() -> None:
    estate = estates()[0]
    facts = {name: table for name, table in estate.facts.items() if name != "warranty"}
    with pytest.raises(FactMissing, match="warranty"):
        write("warranty", Estate(estate.builder, facts))


def test_sixty_homes_in_three_developments_of_two_builders() -> None:
    homes = [home for estate in estates() for home in estate.homes()]
    assert (len(estates()), len({estate.builder.slug for estate in estates()}), len(homes)) == (3, 2, 60)
    assert len({home.eircode for home in homes}) == 60
    assert all(2 <= len(estate.house_types) <= 4 for estate in estates())


def test_every_telephone_number_is_fictitious(library: Library) -> None:
    for line in _texts(library):
        assert line.count("+353") == line.count("+353 1 555 01")


def _texts(library: Library) -> Iterator[str]:
    return (read.text for read in library.reads)


def _estate(slug: str) -> Estate:
    return next(estate for estate in estates() if estate.slug == slug)
