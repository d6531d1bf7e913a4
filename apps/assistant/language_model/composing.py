"""One answer of the model, sentence by sentence. What comes out has passed; what does not pass was never shown; and
when nothing passes the answer is the quotes that the extractive engine had made before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import structlog
from django.utils.translation import gettext as _

from apps.core.model_service.endpoint import Endpoint
from apps.core.model_service.failures import Failed
from apps.documents.search import Passage, SearchResult

from ..answers import NO_SEARCH, Answer, Cited, preface, quoted
from ..emergencies import hazard_in
from ..engines import Engine
from ..models import Message, Outcome
from . import client, prompt
from .breaker import breaker_of
from .endpoint import configured
from .failures import Truncated
from .grounding import is_borne_out
from .numbering import Numbering
from .pack import readable
from .seats import seats_of
from .sentences import whole_sentences

log = structlog.get_logger(__name__)

ASKED = frozenset({Outcome.ANSWERED, Outcome.CLOSEST})
TURNS = 2
PARAGRAPH = "\n\n"


@dataclass(frozen=True, slots=True)
class Task:
    """Everything the model needs, so that asking it touches no row. The sentences are in the asker's language."""

    endpoint: Endpoint
    found: SearchResult
    passages: tuple[Passage, ...]
    messages: list[dict[str, str]]
    opening: str
    cut_short: str


def task_for(draft: Answer, earlier: Sequence[Message] = (), wishes: str = "") -> Task | None:
    """None where nothing is to be asked: no model, no passage, or an answer that no model may touch.

    `earlier` are the messages of the same conversation, newest first; `wishes` are the builder's for the wording.
    """
    endpoint = configured()
    if endpoint is None or draft.found is None or draft.outcome not in ASKED or not draft.citations:
        return None
    passages = readable(draft.found)
    if not passages:
        return None
    opening = preface(draft.outcome)
    cut_short = _("This answer is incomplete. Please look at the pages it cites.")
    messages = prompt.messages(draft.question, passages, _turns(earlier), wishes)
    return Task(endpoint, draft.found, passages, messages, opening, cut_short)


def _turns(earlier: Sequence[Message]) -> list[tuple[str, str]]:
    """The last two, oldest first."""
    told = [(message.question, message.answer) for message in earlier if _may_be_told(message)]
    return told[:TURNS][::-1]


def _may_be_told(message: Message) -> bool:
    """Neither what no model may answer, nor facts of the home itself, which come from no document."""
    return message.outcome in ASKED and message.mode != NO_SEARCH


class Composition:
    """`pieces` is read once; `answer` is final when it has been read to its end."""

    def __init__(self, draft: Answer, task: Task) -> None:
        self._draft, self._task = draft, task
        self._numbering = Numbering()
        self._said: list[str] = []
        self._engine = Engine.LANGUAGE_MODEL
        self.pieces = self._pieces()

    @property
    def answer(self) -> Answer:
        if not self._said:
            return replace(self._draft, engine=Engine.FALLBACK)
        citations = tuple(self._citations())
        return replace(self._draft, text="".join(self._said), citations=citations, engine=self._engine)

    def _citations(self) -> Iterator[Cited]:
        for shown, number in enumerate(self._numbering.used, start=1):
            passage = self._task.passages[number - 1]
            yield Cited(shown, passage, quoted(passage, self._draft.question, self._task.found))

    def _pieces(self) -> Iterator[str]:
        for sentence in self._sentences():
            yield self._keep(sentence)
        if not self._said:
            yield self._draft.text
        elif self._engine is Engine.CUT:
            yield self._keep(PARAGRAPH + self._task.cut_short)

    def _keep(self, piece: str) -> str:
        self._said.append(piece)
        return piece

    def _sentences(self) -> Iterator[str]:
        """Whatever the model does wrong ends the answer here: the breaker learns of it, and the log its kind."""
        breaker, seats = breaker_of(self._task.endpoint), seats_of(self._task.endpoint)
        if not seats.acquire(blocking=False):
            return
        try:
            if breaker.allows():
                yield from self._passed()
                breaker.succeeded()
        except Truncated:
            breaker.succeeded()
            self._engine = Engine.CUT
        except Failed as failure:
            breaker.failed()
            log.warning("language_model_failed", reason=failure.reason)
            self._engine = Engine.CUT
        finally:
            seats.release()

    def _passed(self) -> Iterator[str]:
        """With the white space that parts each from what was said before."""
        sources = [f"{passage.heading}\n{passage.text}" for passage in self._task.passages]
        gap = self._task.opening and self._task.opening + PARAGRAPH
        for sentence in whole_sentences(client.tokens(self._task.endpoint, self._task.messages)):
            # About emergencies there are our own words and quotes, and nothing in between.
            if is_borne_out(sentence, sources) and not hazard_in(sentence):
                yield gap + self._numbering.renumbered(sentence)
                gap = "\n" if sentence.endswith("\n") else " "
