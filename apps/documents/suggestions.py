"""For which house type a document seems to be, by its name and its text. A guess with its reasons, never a decision.

A code counts where it stands alone: `BD01` is found in `bd-01 heating.pdf`, and not in `BD011`. A code that is a common
word or a bare number (`A`, `2`) counts only behind "type". Two codes that both look right are no certainty at all.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from .ingestion.pages import PageText

# What a mention is worth. Four points are as sure as it gets.
IN_FILE_NAME, ON_FIRST_PAGE, ON_A_PAGE, MOST_OF_PAGES, SURE_POINTS = 3.0, 2.0, 0.5, 2.0, 4.0
# From here on a guess speaks against what somebody has chosen; below the other one it says nothing.
SURE, WORTH_TELLING = 0.6, 0.25
NAMED_PAGES, LOOKED_AT = 5, 200
SHORTEST_NAME = 5

RUN = re.compile(r"[a-z]+|\d+", re.IGNORECASE)
ALONE, GAP, SPACE = r"(?<![a-z0-9])%s(?![a-z0-9])", r"[\s./-]*", r"\s+"
BEHIND_TYPE = r"\b(?:house\s*)?(?:types?|designs?|styles?)[\s:_-]*"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`code` is None when nothing is named, or every type as much as any other. `rivals` are named as well."""

    code: str | None = None
    confidence: float = 0.0
    reasons: tuple[dict[str, object], ...] = ()
    rivals: tuple[str, ...] = ()


NOTHING = Suggestion()


@dataclass(slots=True)
class _Evidence:
    named_in_file: bool = False
    pages: list[int] = field(default_factory=list)

    @property
    def points(self) -> float:
        first = ON_FIRST_PAGE if 1 in self.pages else 0.0
        return IN_FILE_NAME * self.named_in_file + first + min(ON_A_PAGE * len(self.pages), MOST_OF_PAGES)

    @property
    def reasons(self) -> Iterator[dict[str, object]]:
        if self.named_in_file:
            yield {"code": "file_name"}
        if self.pages:
            yield {"code": "text", "pages": self.pages[:NAMED_PAGES]}


def suggest(house_types: Mapping[str, str], file_name: str, pages: Iterable[PageText]) -> Suggestion:
    """`house_types` maps each code of the development to its name. One type alone leaves nothing to guess."""
    if len(house_types) < 2:
        return NOTHING
    patterns = {code: _pattern(code, name) for code, name in house_types.items()}
    found = {code: _Evidence(bool(pattern.search(_plain(file_name)))) for code, pattern in patterns.items()}
    for page in islice(pages, LOOKED_AT):
        text = _plain(page.text)
        for code, pattern in patterns.items():
            if pattern.search(text):
                found[code].pages.append(page.number)
    return _judged({code: evidence for code, evidence in found.items() if evidence.points}, len(house_types))


def _judged(found: Mapping[str, _Evidence], types: int) -> Suggestion:
    named = [code for code in found if found[code].named_in_file]
    if not found or (len(found) == types and len(named) != 1):
        return NOTHING
    best, *rivals = sorted(found, key=lambda code: (-found[code].points, code))
    points = found[best].points
    share = points / sum(evidence.points for evidence in found.values())
    confidence = round(share * min(points / SURE_POINTS, 1.0), 2)
    reasons = [*found[best].reasons, *({"code": "also_named", "house_type": code} for code in rivals[:NAMED_PAGES])]
    return Suggestion(best, confidence, tuple(reasons), tuple(rivals))


def asks_for_review(suggestion: Suggestion, chosen: str | None) -> bool:
    """Whether the builder should look: the name or the text speaks of another audience than the one chosen.

    A document for all homes that names some of the types is looked at however unsure the guess is; one whose type was
    chosen, only when the guess is sure of another.
    """
    if suggestion.code is None or suggestion.code == chosen:
        return False
    return suggestion.confidence >= (WORTH_TELLING if chosen is None else SURE)


def _plain(text: str) -> str:
    return text.replace("_", " ")


def _pattern(code: str, name: str) -> re.Pattern[str]:
    runs = RUN.findall(code)
    parts = (rf"0*{int(run)}" if run.isdecimal() else re.escape(run) for run in runs)
    alone = ALONE % GAP.join(parts)
    telling = any(run.isdecimal() for run in runs) and any(run.isalpha() for run in runs)
    telling = telling or len(code) >= SHORTEST_NAME
    alternatives = [alone if telling else BEHIND_TYPE + alone]
    if len(name) >= SHORTEST_NAME and RUN.search(name):
        alternatives.append(ALONE % SPACE.join(map(re.escape, name.split())))
    return re.compile("|".join(alternatives), re.IGNORECASE)
