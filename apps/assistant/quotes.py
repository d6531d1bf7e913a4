"""The words of a passage that an answer shows: its best sentence and the two that follow, never reworded.

The best is told by the question's words; where a passage was found by its meaning and holds none of them, by meaning.
"""

import re
from collections.abc import Callable, Mapping, Sequence

Span = tuple[int, int]
Nearness = Callable[[str, Sequence[str]], Sequence[float]]

BREAK = re.compile(r"\n+|(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9])")
# A full stop that ends no sentence: of an abbreviation, or of the number of a step.
ABBREVIATED = re.compile(
    r"\b(?:e\.g|i\.e|approx|no|fig|min|max|incl|vs|dr|mr|mrs|ms|st|tel|ref|sq)\.$|^\s*\d{1,2}\.$",
    re.IGNORECASE | re.MULTILINE,
)
WORD = re.compile(r"[^\W_]+")
ASKS_FOR_FIGURE = re.compile(
    r"\b(?:how (?:much|many|long|often|high|big|large|far|old|soon|hot|cold|wide|deep)|when|what (?:\w+ )?"
    r"(?:size|time|temperature|pressure|number|date|day|code|setting|price|cost)|which (?:day|size|number))\b",
    re.IGNORECASE,
)
FIGURE = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|(?:mon|tues|wednes|thurs|fri|satur|sun)day|daily"
    r"|weekly|monthly|yearly|annually|once|twice)\b",
    re.IGNORECASE,
)
# The two sentences behind the best one count half, being quoted with it; a figure helps where one was asked for.
FOLLOWING, FOLLOWING_WORTH, FIGURE_WORTH = 2, 0.5, 0.3
LONGEST = 600
# What a line without an end, such as an entry of a list, counts of a sentence.
LINE = 0.34
# Of a passage so many sentences are compared by meaning, at about 5 ms each; few passages have more.
MOST_COMPARED = 12


def quote(text: str, question: str, worths: Mapping[str, float], nearness: Nearness | None = None) -> str:
    """A slice of `text`, `LONGEST` characters at most. `worths` are those of the question's terms in it; `nearness` is
    of each sentence to the question, and is asked only where none holds a word of it."""
    spans = sentences(text)
    said = [text[start:end] for start, end in spans]
    figure = bool(ASKS_FOR_FIGURE.search(question))
    values = [_value(sentence, worths, figure) for sentence in said]
    if nearness and not any(values):
        values = [*nearness(question, said[:MOST_COMPARED]), *values[MOST_COMPARED:]]
    after = [max(values[i : i + FOLLOWING], default=0.0) for i in range(1, len(values) + 1)]
    best = max(range(len(spans)), key=lambda i: (values[i] + FOLLOWING_WORTH * after[i], -i))
    return _slice(text, spans[best:])


def sentences(text: str) -> list[Span]:
    """Where the sentences stand; a line of its own is one. Never empty."""
    spans: list[Span] = []
    start = 0
    for match in BREAK.finditer(text):
        if match.start() > start and not ABBREVIATED.search(text, start, match.start()):
            spans.append((start, match.start()))
            start = match.end()
    spans.append((start, len(text)))
    return [span for span in spans if text[slice(*span)].strip()] or [(0, len(text))]


def _value(sentence: str, worths: Mapping[str, float], figure: bool) -> float:
    words = {word.lower() for word in WORD.findall(sentence)}
    value = sum(worth for term, worth in worths.items() if any(_is_form_of(word, term) for word in words))
    bonus = figure and value > 0 and FIGURE.search(sentence)
    return value + (FIGURE_WORTH * max(worths.values()) if bonus else 0.0)


def _is_form_of(word: str, term: str) -> bool:
    """Terms are stems: `batteri` for batteries, `leak` for leaking."""
    return word.startswith(term.removesuffix("i") if len(term) > 4 else term) and len(word) <= len(term) + 5


def _slice(text: str, spans: Sequence[Span]) -> str:
    """From the first span on: itself, then whole sentences, of which lines of a list or table are a part."""
    start, end = spans[0]
    room = float(FOLLOWING) if _is_sentence(text[start:end]) else FOLLOWING + 1.0
    for position, stop in spans[1:]:
        if stop - start > LONGEST or (room <= 0 and not text[start:end].endswith(":")):
            break
        end = stop
        room -= 1.0 if _is_sentence(text[position:stop]) else LINE
    return text[start : min(end, start + LONGEST)].strip()


def _is_sentence(piece: str) -> bool:
    return piece.rstrip().endswith((".", "!", "?"))
