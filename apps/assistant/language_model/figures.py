"""What a sentence states that must stand in its source to the letter: figures, units, telephone numbers, addresses."""

import re
from collections.abc import Set

NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
SHORTEST_DIALLED = 7
DIALLED = re.compile(r"\+?\(?\d[\d ()./-]{5,}\d")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
STREET = re.compile(
    r"\b(?:\d+[a-z]?,? )?(?:[A-Z][\w'-]+ )+(?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Close|Park|Place|Square|Court"
    r"|Quay|Terrace|Way|Crescent|Gardens|Grove)\b"
)
POSTCODE = re.compile(r"\b(?:[A-Z]\d[\dW] ?[A-Z\d]{4}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b")
SPELT = {
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "ten": "10", "eleven": "11", "twelve": "12", "fifteen": "15", "twenty": "20", "thirty": "30",
    "forty": "40", "fifty": "50", "sixty": "60", "ninety": "90", "hundred": "100",
}  # fmt: skip
FREQUENCIES = (
    {"once"},
    {"twice"},
    {"daily"},
    {"weekly"},
    {"monthly"},
    {"quarterly"},
    {"yearly", "annually", "annual"},
)
UNITS = {
    "°c": "c", "°f": "f", "c": "c", "f": "f", "degrees": "c", "degree": "c", "bar": "bar", "mbar": "mbar",
    "psi": "psi", "pa": "pa", "kpa": "kpa", "%": "%", "percent": "%", "mm": "mm", "cm": "cm", "m": "m", "metres": "m",
    "metre": "m", "km": "km", "m2": "m2", "m²": "m2", "l": "l", "litres": "l", "litre": "l", "ml": "ml", "kg": "kg",
    "g": "g", "kw": "kw", "w": "w", "kwh": "kwh", "v": "v", "volts": "v", "a": "a", "amp": "a", "amps": "a", "ms": "ms",
    "second": "s", "seconds": "s", "s": "s", "minute": "min", "minutes": "min", "min": "min", "mins": "min",
    "hour": "h", "hours": "h", "hr": "h", "hrs": "h", "h": "h", "day": "day", "days": "day", "week": "week",
    "weeks": "week",
    "month": "month", "months": "month", "year": "year", "years": "year", "€": "€", "euro": "€", "am": "am", "pm": "pm",
}  # fmt: skip
MEASURED = re.compile(r"\d\s*(°?[^\W\d_]+[2²]?|%|€)", re.UNICODE)
WORD = re.compile(r"[^\W\d_]+")


def all_stand_in(sentence: str, source: str) -> bool:
    """Whether every figure of the sentence stands in the source."""
    dialled = _dialled(sentence)
    return (
        numbers(DIALLED.sub(_unless_dialled, sentence)) <= numbers(source)
        and units(sentence) <= units(source) | {UNITS.get(word, "") for word in _words(source)}
        and frequencies(sentence) <= frequencies(source)
        and all(any(number in known for known in _dialled(source)) for number in dialled)
        and all(_plain(place) in _plain(source) for place in places(sentence))
    )


def numbers(text: str) -> Set[str]:
    plain = THOUSANDS.sub("", text)
    return set(NUMBER.findall(plain)) | {SPELT[word] for word in _words(text) if word in SPELT}


def units(text: str) -> Set[str]:
    return {UNITS[unit] for found in MEASURED.findall(text) if (unit := found.lower()) in UNITS}


def frequencies(text: str) -> Set[int]:
    words = _words(text)
    return {position for position, names in enumerate(FREQUENCIES) if words & names}


def places(text: str) -> list[str]:
    return [match.group() for kind in (EMAIL, STREET, POSTCODE) for match in kind.finditer(text)]


def _dialled(text: str) -> list[str]:
    """Telephone numbers as digits alone."""
    runs = (re.sub(r"\D", "", run) for run in DIALLED.findall(text))
    return [run for run in runs if len(run) >= SHORTEST_DIALLED]


def _unless_dialled(run: re.Match[str]) -> str:
    return "" if _dialled(run.group()) else run.group()


def _words(text: str) -> set[str]:
    return {word.lower() for word in WORD.findall(text)}


def _plain(text: str) -> str:
    return " ".join(text.lower().replace(",", " ").split())
