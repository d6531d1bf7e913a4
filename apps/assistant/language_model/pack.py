"""Which passages a model may read: the best that the search for this very question found, and no page that a reader
would not see as the model does, or that gives orders: not even one that its builder lets be quoted."""

from apps.documents.search import Passage, SearchResult

MOST_PASSAGES = 6
# A passage that scores less than this share of the best says hardly anything of the question.
WORTH_READING = 0.4


def readable(found: SearchResult) -> tuple[Passage, ...]:
    """In the order of the search."""
    near = (passage for passage in found.passages if passage.score >= WORTH_READING * found.score)
    return tuple(passage for passage in near if not passage.flagged)[:MOST_PASSAGES]
