"""Recognises questions about other homes and other people, which are refused whatever the documents say."""

import re
from pathlib import Path

from .phrases import Language, languages

FILE = Path(__file__).with_suffix(".toml")
MY_HOME = "my home"


def asks_about_others(text: str, *, own_number: str) -> bool:
    """Whether the text asks for what belongs to another home or person. The asker's own number is no other home."""
    return any(language.says("others", _own_home_named(text, language, own_number)) for language in languages(FILE))


def _own_home_named(text: str, language: Language, own_number: str) -> str:
    """With the number of the asker's own home left out of it."""
    said = language.read(text)
    if own_number:
        said = re.sub(rf"\b{language.words['kind']}\s*#?\s*{re.escape(own_number.lower())}\b", MY_HOME, said)
    return language.patterns["own"].sub(MY_HOME, said)
