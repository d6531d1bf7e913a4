"""Questions that lean on the one before ("and in winter?", "how often?", "where is it?"), and what they mean.

A question that stands alone is never touched: what leans is short and says hardly anything of its own. What it means is
told by the rarest words of the last question that stood alone.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from apps.documents.search_words import FILLERS, raw_words, read_parts

MOST_WORDS, BORROWED = 9, 4
GOES_ON = re.compile(r"^(?:and|but|or|so|also|then|what about|how about|what if)\b")
# A few words behind a preposition are no question of their own.
PLACE_OR_TIME, FEW = re.compile(r"^(?:in|on|at|for|with|without|during|after|before|if|under)\b"), 4
ASKS = re.compile(r"\b(?:how|when|where|why|which|who|what)\b")
POINTS = re.compile(r"\b(?:it|its|they|them|their|that|this|those|these|one|ones)\b")
POINTS_NOWHERE = re.compile(
    r"\b(?:is|are|was|would|does|will) it (?:\w+ )?(?:ok|okay|alright|safe|possible|allowed|normal|necessary|legal"
    r"|worth|better|true|fine|required|mandatory|raining|cold|warm|hot|late)\b|\b(?:what|that) (?:it|this) means?\b"
    r"|\b(?:this|that|these|those) (?:house|home|estate|development|place|area|year|week|month)\b"
)
# Words of grammar, and of how a thing may be asked about, which name nothing.
UNTOLD = FILLERS | frozenset(Path(__file__).with_name("follow_up_words.txt").read_text().split())


def leans(text: str) -> bool:
    said, words = " ".join(text.lower().split()), raw_words(text)
    told = [word for word in words if word not in UNTOLD]
    if not words or len(words) > MOST_WORDS:
        return False
    if GOES_ON.search(said):
        return len(told) <= 3
    if PLACE_OR_TIME.search(said) and len(words) <= FEW:
        return len(told) <= 2
    if POINTS.search(said) and not POINTS_NOWHERE.search(said):
        return len(told) <= 2
    return not told and bool(ASKS.search(said))


def base_of(earlier: Sequence[str]) -> str:
    """The question that the next one would lean on; `earlier` are those of the conversation, newest first."""
    return next((text for text in earlier if not leans(text)), "")


def understood(development_id: UUID, text: str, base: str) -> str:
    """`text` with the rarest words of `base`, the question that it leans on."""
    said = set(raw_words(text))
    _, parts = read_parts(development_id, [word for word in raw_words(base) if word not in UNTOLD])
    rarest = sorted(parts, key=lambda part: -part.weight)[:BORROWED]
    kept = {part.word for part in rarest} - said
    return " ".join([*(word for word in raw_words(base) if word in kept), text])
