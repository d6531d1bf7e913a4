"""One question asked as a home of its house type would ask it, and how it went. Stores nothing."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from apps.assistant.answers import Answer, Asker, answer
from apps.assistant.models import Outcome
from apps.core.identity import Principal
from apps.developments.models import Development
from apps.documents import selectors as documents
from apps.documents.search import SearchResult

from .question_set import Question

FOUND = (Outcome.ANSWERED, Outcome.CLOSEST, Outcome.SAFETY)
RECALLED = 5


@dataclass(frozen=True, slots=True)
class Result:
    """`rank` is the place of the first passage that answers, from 1, 0 when none of the first five does. `leaks` are
    passages that the asker may not see, `misled` those that say what is true elsewhere only."""

    question: Question
    mode: str
    outcome: str
    evidence: float
    rank: int
    contained: bool
    leaks: int
    misled: int
    milliseconds: float

    @property
    def found(self) -> bool:
        return self.outcome in FOUND

    @property
    def right(self) -> bool:
        return self.found == self.question.answerable


def run(principal: Principal, estates: dict[str, Development], questions: Iterable[Question]) -> Iterator[Result]:
    """Inside a transaction of the principal's scope; `estates` by slug."""
    reach = {slug: _may_be_shown(principal, estate) for slug, estate in estates.items()}
    for question in questions:
        asker = Asker(principal, estates[question.development], question.house_type)
        began = time.perf_counter()
        answered = answer(asker, question.question)
        took = (time.perf_counter() - began) * 1000
        found = answered.found or asker.search(question.question)
        yield _judged(question, answered, found, reach[question.development], took)


def _may_be_shown(principal: Principal, estate: Development) -> dict[UUID, str | None]:
    """The documents of an estate with their house types, read past the search."""
    rows = documents.visible_to(principal).filter(tenant_id=estate.tenant_id, development=estate)
    return dict(rows.values_list("pk", "house_type_code"))


def _judged(
    question: Question, answered: Answer, found: SearchResult, reach: dict[UUID, str | None], took: float
) -> Result:
    places = [place for place, one in enumerate(found.passages, start=1) if question.answered_by(one.text)]
    own = (None, question.house_type)
    return Result(
        question=question,
        mode=found.mode,
        outcome=answered.outcome,
        evidence=found.evidence,
        rank=places[0] if question.answerable and places and places[0] <= RECALLED else 0,
        contained=question.answerable and question.answered_by(" ".join(cited.quote for cited in answered.citations)),
        leaks=sum(reach.get(one.document_id, "") not in own for one in found.passages if question.house_type),
        misled=sum(question.misled_by(one.text) for one in found.passages),
        milliseconds=took,
    )
