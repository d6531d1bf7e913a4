"""A file of questions with known answers: TOML, a list `questions` with the fields of `Question`.

`style` is free (plain, colloquial, typo ...), save for `missing`, a home question that no document answers, and
`off_topic`, which has nothing to do with a home. The tuning part may be looked at, the test part only measured.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STYLES_WITHOUT_ANSWER = MISSING, OFF_TOPIC = "missing", "off_topic"
TUNING, TEST = "tuning", "test"


@dataclass(frozen=True, slots=True)
class Question:
    """A passage answers when it holds all of `expected`, or matches `pattern`; none may hold one of `never`."""

    question: str
    development: str
    style: str
    house_type: str | None = None
    expected: tuple[str, ...] = ()
    pattern: str = ""
    never: tuple[str, ...] = ()
    split: str = TUNING

    @property
    def answerable(self) -> bool:
        return self.style not in STYLES_WITHOUT_ANSWER

    def answered_by(self, text: str) -> bool:
        if self.pattern:
            return bool(re.search(self.pattern, text, re.DOTALL))
        plain = _plain(text)
        return all(_plain(fact) in plain for fact in self.expected)

    def misled_by(self, text: str) -> bool:
        plain = _plain(text)
        return any(_plain(fact) in plain for fact in self.never)


def read(path: Path) -> list[Question]:
    """
    Raises:
        ValueError: the file is no such list. The message names the first question that is wrong.
        OSError: it cannot be read.
    """
    rows = tomllib.loads(path.read_text(encoding="utf-8")).get("questions", [])
    return [_question(row) for row in rows]


def _question(row: Mapping[str, Any]) -> Question:
    known = {name: row[name] for name in Question.__dataclass_fields__ if name in row}
    try:
        question = Question(**known | {name: tuple(row.get(name, ())) for name in ("expected", "never")})
    except TypeError as error:
        raise ValueError(f"{row.get('question', row)}: {error}") from None
    if question.answerable != bool(question.expected or question.pattern) or question.split not in (TUNING, TEST):
        raise ValueError(f"{question.question}: what is expected, the style and the split do not fit")
    return question


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
