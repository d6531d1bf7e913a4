"""Questions that mean the same, gathered (`likeness`).

Row by row as the database tells them: each is one set of words already, with what was asked in them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid5

from .likeness import Likeness

# Fewer homes could be guessed from a number.
FEWEST_HOMES = 3
TEXTS = 5


@dataclass(frozen=True, slots=True)
class Sent:
    """One home's own message to the builder."""

    home: str
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """One set of words. `homes` are marks that only count; `sent` names who handed the question to the builder;
    `meaning` is a vector, where the question has been read by the model there is."""

    words: frozenset[str]
    question: str
    answer: str | None
    outcome: str
    homes: frozenset[str]
    down: int
    reasons: Sequence[str]
    sent: Sequence[Sent]
    first_asked: datetime
    last_asked: datetime
    meaning: bytes | None = None


@dataclass(slots=True)
class Topic:
    """Questions that mean the same, the latest first. `id` follows from the words that were asked first, so it stays
    as long as they are asked."""

    development_id: UUID
    asked: list[Asked] = field(default_factory=list)
    dismissed: bool = False
    answered: bool = False

    @property
    def ids(self) -> list[UUID]:
        """Of every set of words in it, the topic's own first."""
        oldest_first = sorted(self.asked, key=lambda one: one.first_asked)
        return [uuid5(self.development_id, " ".join(sorted(one.words))) for one in oldest_first]

    @property
    def id(self) -> UUID:
        return self.ids[0]

    @property
    def question(self) -> str:
        return self.asked[0].question

    @property
    def questions(self) -> list[str]:
        return list(dict.fromkeys(one.question for one in self.asked))[:TEXTS]

    @property
    def outcome(self) -> str:
        return self.asked[0].outcome

    @property
    def answer(self) -> str | None:
        """What was rated down."""
        return next((one.answer for one in self.asked if one.answer), None)

    @property
    def reasons(self) -> list[str]:
        return [reason for one in self.asked for reason in one.reasons]

    @property
    def sent(self) -> list[Sent]:
        return [message for one in self.asked for message in one.sent]

    @property
    def homes(self) -> int | None:
        """None when there are few."""
        count = len(frozenset[str]().union(*(one.homes for one in self.asked)))
        return count if count >= FEWEST_HOMES else None

    @property
    def rated_down(self) -> bool:
        return any(one.down for one in self.asked)

    @property
    def last_asked(self) -> datetime:
        """By the hour: the minute would tell who of few."""
        return self.asked[0].last_asked.replace(minute=0, second=0, microsecond=0)

    @property
    def state(self) -> str:
        if self.answered:
            return "answered"
        return "dismissed" if self.dismissed else "open"

    def dismiss_by(self, dismissed: Mapping[UUID, datetime]) -> None:
        """Take note of what the builder has put aside; what a home has sent since is not."""
        times = [dismissed[known] for known in self.ids if known in dismissed]
        self.dismissed = bool(times) and not any(message.at > max(times) for message in self.sent)


def gather(development_id: UUID, rows: Iterable[Asked]) -> list[Topic]:
    """Topics of `rows`: what was sent to the builder, then by homes, then the latest.

    A topic is led by what was asked first, so a new question joins topics and never parts them.
    """
    asked = sorted(rows, key=lambda row: row.first_asked)
    likeness, led = Likeness(asked), dict[int, Topic]()
    for place, row in enumerate(asked):
        first = next((first for first in led if likeness.alike(place, first)), place)
        led.setdefault(first, Topic(development_id)).asked.append(row)
    for topic in led.values():
        topic.asked.sort(key=lambda row: row.last_asked, reverse=True)
    latest_first = sorted(led.values(), key=lambda topic: topic.asked[0].last_asked, reverse=True)
    return sorted(latest_first, key=lambda topic: (not topic.sent, -(topic.homes or 0)))
