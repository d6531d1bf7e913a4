"""Cutting a stretch of text into overlapping pieces at the ends of sentences and lines."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

TARGET = 900
OVERLAP = 150
SMALLEST_REST = 200
BOUNDARY = re.compile(r"\n|(?<=[.!?:;])\s+(?=[^\Wa-z_]|[\"'(•])")
SPACE = re.compile(r"\s")

Span = tuple[int, int]


def pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """Spans of about TARGET characters that cover text[start:end]; neighbours share up to OVERLAP characters."""
    cuts = _cuts(text, start, end)
    while start < end:
        stop = _stop(cuts, start, end)
        yield start, stop
        start = end if stop >= end else _step_back(cuts, start, stop)


def _stop(cuts: list[int], start: int, end: int) -> int:
    """The last cut within TARGET. A rest too small to stand alone is taken along."""
    if end - start <= TARGET + SMALLEST_REST:
        return end
    return cuts[bisect_right(cuts, start + TARGET) - 1]


def _step_back(cuts: list[int], start: int, stop: int) -> int:
    """The first cut inside the overlap, and always behind `start`."""
    return max(cuts[bisect_left(cuts, stop - OVERLAP)], cuts[bisect_right(cuts, start)])


def _cuts(text: str, start: int, end: int) -> list[int]:
    """Places where a piece may begin or end: boundaries, and inside anything longer than TARGET also spaces."""
    cuts = [start]
    for place in [*(match.end() for match in BOUNDARY.finditer(text, start, end)), end]:
        while place - cuts[-1] > TARGET:
            cuts.append(_space_before(text, cuts[-1], cuts[-1] + TARGET))
        if place > cuts[-1]:
            cuts.append(place)
    return cuts


def _space_before(text: str, after: int, limit: int) -> int:
    """Behind the last space in the stretch, or its limit when there is none."""
    spaces = [match.end() for match in SPACE.finditer(text, after, limit)]
    return spaces[-1] if spaces and spaces[-1] > after else limit
