"""Questions for the value of a code, an account or an appointment, which the documents of an estate do not hold.

A document that speaks of alarms is near to "what is the code of my alarm" in words and in meaning, and answers nothing.
So such a question is answered only by a passage that states a value of that kind: a manual may well name the code that
an alarm is delivered with. How to change, set, find or book something is no question for a value.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from .phrases import languages

FILE = Path(__file__).with_suffix(".toml")


class Value(StrEnum):
    CODE = "code"
    NUMBER = "number"
    MOMENT = "moment"


A_VALUE = r"(?:\b\d{3,10}\b|\b(?=\w*\d)(?=\w*[a-z])[\w#*-]{4,}\b|[\"“'][^\"”'\n]{3,30}[\"”'])"
A_NAME = r"\b(?:codes?|pins?|passwords?|passcodes?|combinations?|keys?|g?ch?ód|b?ph?asfhocal)\b"
# What a passage says that states such a value, in English and Irish: "the code is 1234", "is é 1234 an cód".
STATED = {
    Value.CODE: re.compile(
        rf"{A_NAME}[^.\n]{{0,40}}?(?:\b(?:is|are|to|ná)\b|:|=)[^.\n]{{0,20}}?{A_VALUE}"
        rf"|\bis (?:é|í) {A_VALUE} (?:an )?{A_NAME}",
        re.IGNORECASE,
    ),
    Value.NUMBER: re.compile(
        r"\b(?:mprn|gprn|account|policy|serial|reference|number|uimhir)\b[^.\n]{0,30}\d{5,}", re.IGNORECASE
    ),
}


def value_asked(text: str) -> Value | None:
    """Which kind of value of their own the asker wants to be told; None for every other question."""
    said = [(language, language.read(text)) for language in languages(FILE)]
    if any(language.says("otherwise", read) for language, read in said):
        return None
    return next((value for value in Value if any(language.says(value, read) for language, read in said)), None)


def is_stated(value: Value, passages: Iterable[str]) -> bool:
    """Whether one of the passages states such a value. No document of an estate knows of an appointment."""
    stated = STATED.get(value)
    return stated is not None and any(stated.search(passage) for passage in passages)
