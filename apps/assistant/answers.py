"""One question answered: safety first, then refusal, then quotes from what the search finds. Stores nothing.

The text of an answer is ours or a quote; every quote stands in a numbered citation, and only what is cited is numbered.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.core.identity import Principal
from apps.developments.models import Development
from apps.documents.search import Passage, SearchResult, search

from . import safety
from .emergencies import hazard_in
from .judgement import outcome_of
from .models import Outcome
from .other_homes import asks_about_others
from .quotes import quote

ENGINE = "extractive"
NO_SEARCH = "none"
MOST_CITATIONS = 3
# A further passage is quoted when it is nearly as good as the best.
NEARLY = 0.7
PASSAGES = 10


@dataclass(frozen=True, slots=True)
class Cited:
    """`number` is what the answer's text refers to."""

    number: int
    passage: Passage
    quote: str


@dataclass(frozen=True, slots=True)
class Answer:
    """`found` is None when nothing was searched."""

    outcome: Outcome
    text: str
    citations: tuple[Cited, ...] = ()
    found: SearchResult | None = None

    @property
    def mode(self) -> str:
        return self.found.mode if self.found else NO_SEARCH


@dataclass(frozen=True, slots=True)
class Asker:
    """For whom: whose documents, and whose own home is not another's."""

    principal: Principal
    development: Development
    house_type_code: str | None
    unit_number: str = ""

    def search(self, text: str) -> SearchResult:
        return search(
            self.principal,
            query=text,
            development_id=self.development.pk,
            house_type_code=self.house_type_code,
            limit=PASSAGES,
        )


def answer(asker: Asker, text: str) -> Answer:
    hazard = hazard_in(text)
    if hazard:
        return Answer(Outcome.SAFETY, safety.advice(hazard, asker.development))
    if asks_about_others(text, own_number=asker.unit_number):
        return Answer(Outcome.REFUSED, _("I can only speak about your own home, not about other homes or people."))
    return _from_documents(asker, text)


def _from_documents(asker: Asker, text: str) -> Answer:
    found = asker.search(text)
    outcome = outcome_of(found)
    if outcome is Outcome.NOT_FOUND:
        return Answer(outcome, _not_found(asker.development), (), found)
    cited = tuple(_cited(text, found))
    quotes = [f"{one.quote} [{one.number}]" for one in cited]
    if outcome is Outcome.CLOSEST:
        quotes.insert(0, _("I am not sure that this answers your question. These passages come closest:"))
    return Answer(outcome, "\n\n".join(quotes), cited, found)


def _cited(text: str, found: SearchResult) -> Iterator[Cited]:
    """The best passage and those nearly as good that say something else."""
    worths = {part.term: part.worth for part in found.query.searched}
    shown: list[str] = []
    for passage in found.passages:
        if len(shown) == MOST_CITATIONS or passage.score < NEARLY * found.score:
            return
        words = quote(passage.text, text, {term: worths[term] for term in passage.terms})
        if not any(words in other or other in words for other in shown):
            shown.append(words)
            yield Cited(len(shown), passage, words)


def _not_found(development: Development) -> str:
    said = [_("I could not find this in the documents for your home.")]
    if development.site_office:
        said.append(_("The site office can help: %(contact)s.") % {"contact": development.site_office})
    if development.management_company:
        said.append(_("For shared areas, ask %(contact)s.") % {"contact": development.management_company})
    if len(said) == 1:
        said.append(_("Please ask your builder."))
    return " ".join(said)
