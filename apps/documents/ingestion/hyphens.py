"""Words that a line end has cut in two.

Whether the hyphen belongs to the word ("self-closing") or only to the line ("main-tenance") is settled by the document
itself: a compound that it writes with a hyphen elsewhere keeps it.
"""

import re
from collections.abc import Iterable

from apps.documents.ingestion.normalise import WORD_JOINT
from apps.documents.ingestion.pages import RawLine

COMPOUND = re.compile(r"\b[^\W\d_]+-[^\W\d_]+\b")
JOINT = re.compile(rf"([^\W\d_]*){WORD_JOINT}([^\W\d_]*)")
CUT = re.compile(r"([^\W\d_]{2,})-$")
REST = re.compile(r"[a-zß-öø-ÿ]+\S*")


def compounds(lines: Iterable[RawLine]) -> frozenset[str]:
    """Every hyphenated word that stands whole inside a line."""
    return frozenset(word.lower() for line in lines if "-" in line.text for word in COMPOUND.findall(line.text))


def join_words(lines: Iterable[RawLine], known: frozenset[str]) -> list[RawLine]:
    """The lines with cut words whole again, on the line where they began."""
    joined: list[RawLine] = []
    for line in lines:
        line = _close_joints(line, known)
        if joined and joined[-1].text.endswith("-"):
            joined[-1], line = _mend(joined[-1], line, known)
        joined.append(line)
    return joined


def _close_joints(line: RawLine, known: frozenset[str]) -> RawLine:
    if WORD_JOINT not in line.text:
        return line
    return line._replace(text=JOINT.sub(lambda cut: _whole(cut[1], cut[2], known), line.text))


def _mend(above: RawLine, below: RawLine, known: frozenset[str]) -> tuple[RawLine, RawLine]:
    cut, rest = CUT.search(above.text), REST.match(below.text)
    if not cut or not rest:
        return above, below
    whole = above.text[: cut.start()] + _whole(cut[1], rest[0], known)
    return above._replace(text=whole), below._replace(text=below.text[rest.end() :].lstrip())


def _whole(first: str, second: str, known: frozenset[str]) -> str:
    if not first or not second or second[:1].isupper():
        return f"{first}-{second}"
    word = re.match(r"[^\W\d_]*", second)
    compound = f"{first}-{word[0] if word else second}".lower()
    return f"{first}-{second}" if compound in known else first + second
