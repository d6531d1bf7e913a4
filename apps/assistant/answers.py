"""One question answered: safety first, then refusal, then quotes from what the search finds. Stores nothing.

The text of an answer is ours or a quote; every quote stands in a numbered citation, and only what is cited is numbered.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.core.identity import Principal
from apps.developments.models import Development, Unit
from apps.documents.embeddings.sentences import sentence_nearness
from apps.documents.ingestion.kinds import FileKind
from apps.documents.search import HYBRID, Passage, SearchResult, search
from apps.documents.search_words import FILLERS

from . import follow_up, safety
from .drawing_words import names_drawing, wants_drawing
from .emergencies import hazard_in
from .engines import Engine
from .entry_titles import entry_title
from .guidance import guidance_of
from .home_facts import HOME_DATA, Fact, fact_for
from .judgement import outcome_of
from .models import Outcome, Source
from .other_homes import asks_about_others
from .personal_facts import is_stated, value_asked
from .quotes import quote

NO_SEARCH = "none"
MOST_CITATIONS = 3
# A further passage is quoted when it is nearly as good as the best.
NEARLY = 0.7
PASSAGES = 10
# Numbers in brackets of a document's own would look like citations of ours.
NUMBERED, PLAIN = re.compile(r"\[(\d[\d, ]*)\]"), r"(\1)"
SOURCES = {FileKind.ENTRY: Source.ENTRY, HOME_DATA: Source.HOME}


@dataclass(frozen=True, slots=True)
class Cited:
    """`number` is what the answer's text refers to."""

    number: int
    passage: Passage | Fact
    quote: str

    @property
    def source(self) -> Source:
        return SOURCES.get(self.passage.kind, Source.DOCUMENT)

    @property
    def title(self) -> str:
        """What a builder answered has no name of its own, and is called so in the asker's language."""
        return entry_title(self.passage.published) if self.source is Source.ENTRY else self.passage.title


@dataclass(frozen=True, slots=True)
class Answer:
    """`found` is None when nothing was searched; `question` is what was searched for."""

    outcome: Outcome
    text: str
    citations: tuple[Cited, ...] = ()
    found: SearchResult | None = None
    question: str = ""
    engine: Engine = Engine.EXTRACTIVE

    @property
    def mode(self) -> str:
        return self.found.mode if self.found else NO_SEARCH

    @property
    def incomplete(self) -> bool:
        return self.engine is Engine.CUT


@dataclass(frozen=True, slots=True)
class Asker:
    """For whom: whose documents, and whose own home is not another's."""

    principal: Principal
    development: Development
    house_type_code: str | None
    unit: Unit | None = None

    @property
    def unit_number(self) -> str:
        return self.unit.unit_number if self.unit else ""

    def search(self, text: str) -> SearchResult:
        return search(
            self.principal,
            query=text,
            development_id=self.development.pk,
            house_type_code=self.house_type_code,
            limit=PASSAGES,
            own_names=guidance_of(self.development).other_names,
        )


def answer(asker: Asker, text: str, earlier: Sequence[str] = ()) -> Answer:
    """`earlier` are the questions of the same conversation, newest first: a question may lean on one of them."""
    base = follow_up.base_of(earlier) if follow_up.leans(text) else ""
    hazard = hazard_in(text) or hazard_in(f"{base} {text}")
    if hazard:
        return Answer(Outcome.SAFETY, safety.advice(hazard, asker.development))
    if asks_about_others(f"{base} {text}", own_number=asker.unit_number):
        return Answer(Outcome.REFUSED, _("I can only speak about your own home, not about other homes or people."))
    asked = follow_up.understood(asker.development.pk, text, base) if base else text
    return _from_home(asker, text) or _from_documents(asker, asked)


def _from_home(asker: Asker, text: str) -> Answer | None:
    """From what is recorded of the asker's own home, before any document."""
    fact = fact_for(asker.principal, text, asker.development, asker.house_type_code, asker.unit)
    return Answer(Outcome.ANSWERED, f"{fact.text} [1]", (Cited(1, fact, fact.text),)) if fact else None


def _from_documents(asker: Asker, text: str) -> Answer:
    found = asker.search(text)
    outcome, value = outcome_of(found), value_asked(text)
    if value and not is_stated(value, (passage.text for passage in found.passages)):
        said = _("Codes, passwords, numbers and appointments of your own are not in the documents for your home.")
        return Answer(Outcome.NOT_FOUND, _not_found(asker.development, said), (), found, text)
    # What to quote may be asked of the model of meaning, so not for nothing.
    cited = () if outcome is Outcome.NOT_FOUND else tuple(_cited(text, found))
    if not cited or (wants_drawing(text) and not any(map(_speaks_of_drawings, cited))):
        said = _("I could not find this in the documents for your home.")
        return Answer(Outcome.NOT_FOUND, _not_found(asker.development, said), (), found, text)
    quotes = [f"{NUMBERED.sub(PLAIN, one.quote)} [{one.number}]" for one in cited]
    opening = preface(outcome)
    return Answer(outcome, "\n\n".join([opening, *quotes] if opening else quotes), cited, found, text)


def preface(outcome: Outcome) -> str:
    """What stands before passages that may not answer; nothing before an answer."""
    if outcome is not Outcome.CLOSEST:
        return ""
    return _("I am not sure that this answers your question. These passages come closest:")


def _cited(text: str, found: SearchResult) -> Iterator[Cited]:
    """The best passage and those nearly as good that say something else."""
    shown: list[str] = []
    for passage in found.passages:
        if len(shown) == MOST_CITATIONS or passage.score < NEARLY * found.score:
            return
        words = quoted(passage, text, found)
        if not any(words in other or other in words for other in shown):
            shown.append(words)
            yield Cited(len(shown), passage, words)


def quoted(passage: Passage, text: str, found: SearchResult) -> str:
    """The words of the passage that are closest to the question."""
    told = (part for part in found.query.searched if part.term in passage.terms and part.word not in FILLERS)
    worths = {part.term: part.worth for part in told}
    return quote(passage.text, text, worths, sentence_nearness if found.mode == HYBRID else None)


def _speaks_of_drawings(cited: Cited) -> bool:
    return names_drawing(f"{cited.title} {cited.passage.heading} {cited.passage.text}")


def _not_found(development: Development, why: str) -> str:
    said = [why]
    if development.site_office:
        said.append(_("The site office can help: %(contact)s.") % {"contact": development.site_office})
    if development.management_company:
        said.append(_("For shared areas, ask %(contact)s.") % {"contact": development.management_company})
    if len(said) == 1:
        said.append(_("Please ask your builder."))
    if note := guidance_of(development).not_found_note:
        said.append(note)
    return " ".join(said)
