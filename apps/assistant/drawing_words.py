"""What drawings are called, in English and Irish, and whether a question wants to be shown one.

Who wants to see a drawing is not helped by a page that has another word of the question, as one about floors has of
"Can I see the floor plan?".
"""

import re
from pathlib import Path

from .phrases import READERS, plain, without_accents

NAMES = tuple(Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").split())
KNOWN = frozenset(map(without_accents, NAMES))
WORD = re.compile(r"[^\W_]+")
SEE = re.compile(
    r"\b(?:see|show|view|look|send|give|get|have|got|download|print|copy|find|where"
    r"|feiceail|taispeain|feach|tabhair|seol|faighim|fuil)\b"
)
# A few words that name one ask for it.
FEW = 3
INTENDS = re.compile(r"\b(?:i|you|we|they|to) plan\b|\bplan(?:s|ning)? (?:to|on)\b")


def names_drawing(text: str) -> bool:
    return bool(KNOWN & _words(text))


def wants_drawing(text: str) -> bool:
    if not names_drawing(text) or INTENDS.search(plain(text)):
        return False
    return any(SEE.search(read(text)) for read in READERS.values()) or len(WORD.findall(text)) <= FEW


def _words(text: str) -> set[str]:
    """Each in the singular, as each language reads it."""
    return {word.removesuffix("s") for read in READERS.values() for word in WORD.findall(read(text))}
