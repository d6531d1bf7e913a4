"""Whether a sentence of the model may be shown: it cites passages of the pack, links nowhere, and says what they say.

Lost sentences are cheap, since the quotes stand behind them; one that the documents do not bear out is not.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from ..quotes import sentences as spans_of
from . import figures

CITATION = re.compile(r"\s*\[(\d+(?:\s*,\s*\d+)*)\]")
BRACKETED = re.compile(r"\[[^\]]*\]")
LINK = re.compile(
    r"://|\bwww\.|\]\s*\(|!\[|<[a-z!/]|&#?\w+;|\b(?:javascript|data|mailto|tel|file):(?=\S)|\b[\w-]{2,}\.[a-z]{2,}\b",
    re.IGNORECASE,
)
EMPHASIS = re.compile(r"[*`]+|(?m:^\s*(?:#{1,6}|>|[-•]|\d{1,2}[.)])\s+)")
WORD = re.compile(r"[^\W\d_]{3,}")
NEGATION = re.compile(r"\b(?:not|no|never|none|neither|nor|without|cannot|avoid)\b|n't\b", re.IGNORECASE)
# Words that carry no fact of their own.
EMPTY = frozenset(Path(__file__).with_name("empty_words.txt").read_text().split())
# The share of a sentence's words that its passages have. Stems are compared by their first letters.
BORNE_OUT, STEM = 0.6, 5


def cited_numbers(sentence: str) -> list[int]:
    return [int(number) for group in CITATION.findall(sentence) for number in group.split(",")]


def words_alone(sentence: str) -> str:
    """The sentence without its citations and without marks of emphasis and lists."""
    return EMPHASIS.sub("", CITATION.sub("", sentence)).strip()


def is_borne_out(sentence: str, passages: Sequence[str]) -> bool:
    """`passages` are those of the pack, [1] first."""
    numbers, said = cited_numbers(sentence), words_alone(sentence)
    if not numbers or not all(1 <= number <= len(passages) for number in numbers):
        return False
    source = "\n".join(passages[number - 1] for number in dict.fromkeys(numbers))
    return not links(said) and figures.all_stand_in(said, source) and _says_the_same(said, source)


def links(said: str) -> bool:
    """A link or markup of any kind, wherever it may lead; an e-mail address is judged with the figures."""
    return bool(LINK.search(figures.EMAIL.sub("", said)) or BRACKETED.search(said))


def _says_the_same(said: str, source: str) -> bool:
    stems = _stems(said)
    if not stems or len(stems & _stems(source)) < BORNE_OUT * len(stems):
        return False
    denied = bool(NEGATION.search(said))
    if denied and not NEGATION.search(source):
        return False
    best = max((source[start:end] for start, end in spans_of(source)), key=lambda one: len(stems & _stems(one)))
    closely = len(stems & _stems(best)) >= BORNE_OUT * len(stems)
    return not closely or denied == bool(NEGATION.search(best))


def _stems(text: str) -> set[str]:
    return {word[:STEM] for word in map(str.lower, WORD.findall(text)) if word not in EMPTY}
