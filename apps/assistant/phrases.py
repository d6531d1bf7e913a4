"""Phrases that a question is known by: patterns in a file of data, for each language that homeowners write in.

A file has a table for each language: `words` names what can be said in several ways, every other list holds patterns in
which `<name>` stands for the words of that name. Each language is looked for in every text, since people write in one
whatever the pages around them are in.
Accents do not count: many leave them out. In Irish the beginning of a word changes with what stands before it (cód,
chód, gcód), so patterns have it as a dictionary does and are compared with a text in which that is undone.
"""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

NAME = re.compile(r"<([a-z_]+)>")
CHANGED = re.compile(
    r"\b(?:bh(?=f)|m(?=b)|g(?=c)|n(?=[dg])|b(?=p)|d(?=t)|t(?=s)|[nt]-(?=[aeiou])|h-?(?=[aeiou]))"
    r"|(?<=\b[bcdfgmpst])h"
)


def plain(text: str) -> str:
    """In lower case, with single spaces and without accents."""
    return without_accents(" ".join(text.lower().replace("\u2019", "'").split()))


def without_accents(text: str) -> str:
    return "".join(mark for mark in unicodedata.normalize("NFD", text) if not unicodedata.combining(mark))


def plain_irish(text: str) -> str:
    return CHANGED.sub("", plain(text))


READERS: Mapping[str, Callable[[str], str]] = {"english": plain, "irish": plain_irish}


@dataclass(frozen=True, slots=True)
class Language:
    """`read` makes of a text what the patterns are written for."""

    read: Callable[[str], str]
    words: Mapping[str, str]
    patterns: Mapping[str, re.Pattern[str]]

    def says(self, kind: str, read: str) -> bool:
        return bool(self.patterns[kind].search(read))


@cache
def languages(file: Path) -> tuple[Language, ...]:
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple(_language(read, tables[name]) for name, read in READERS.items())


def _language(read: Callable[[str], str], table: Mapping[str, Any]) -> Language:
    words: dict[str, str] = {}
    for name, said in table["words"].items():
        words[name] = f"(?:{_spelt_out(said, words)})"
    kinds = {kind: patterns for kind, patterns in table.items() if kind != "words"}
    return Language(read, words, {kind: _compiled(patterns, words) for kind, patterns in kinds.items()})


def _compiled(patterns: list[str], words: Mapping[str, str]) -> re.Pattern[str]:
    """One of them, from the start of a word."""
    return re.compile(rf"\b(?:{'|'.join(_spelt_out(pattern, words) for pattern in patterns)})")


def _spelt_out(pattern: str, words: Mapping[str, str]) -> str:
    return NAME.sub(lambda name: words[name[1]], without_accents(pattern))
