"""Made-up passages and questions, with words as unevenly spread as in real ones."""

import random
from functools import cache
from itertools import accumulate, product

WORDS, WORDS_IN_PASSAGE, WORDS_IN_HEADING, WORDS_IN_QUESTION = 12_000, 140, 3, 5
# The most common words stand in every second passage; headings and questions have others.
COMMON = 40
SYLLABLES = [first + second for first, second in product("bdfgklmnprtv", "aou")]


def passage() -> str:
    return " ".join(_words(WORDS_IN_PASSAGE))


def heading() -> str:
    return " ".join(_words(WORDS_IN_HEADING, COMMON))


def questions(count: int) -> list[str]:
    return [f"How do I {' '.join(_words(WORDS_IN_QUESTION, COMMON))}?" for _ in range(count)]


def misspelt(count: int) -> list[str]:
    """Questions with two letters of one word swapped."""
    return [_with_swap(text) for text in questions(count)]


def _with_swap(text: str) -> str:
    middle = text.rindex(" ") + 3
    return text[:middle] + text[middle + 1] + text[middle] + text[middle + 2 :]


def _words(count: int, skipped: int = 0) -> list[str]:
    words, weights = _vocabulary()
    if not skipped:
        return random.choices(words, cum_weights=weights, k=count)
    return random.choices(
        words[skipped:], cum_weights=[weight - weights[skipped - 1] for weight in weights[skipped:]], k=count
    )


@cache
def _vocabulary() -> tuple[list[str], list[float]]:
    """Words from common to rare, and their summed weights by Zipf's law."""
    words = ["".join(parts) for parts in product(SYLLABLES, repeat=3)]
    random.Random(0).shuffle(words)
    return words[:WORDS], list(accumulate(1 / (rank + 2.7) for rank in range(WORDS)))
