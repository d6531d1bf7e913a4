"""Which passages a model may read: the best that the search for this very question found, and no page that a reader
would not see as the model does, or that gives orders: not even one that its builder lets be quoted."""

from collections.abc import Iterator
from uuid import UUID

from apps.core.identity import Principal
from apps.documents import selectors
from apps.documents.flagged import is_flagged
from apps.documents.search import Passage, SearchResult

MOST_PASSAGES = 6
# A passage that scores less than this share of the best says hardly anything of the question.
WORTH_READING = 0.4


def readable(principal: Principal, found: SearchResult) -> tuple[Passage, ...]:
    """In the order of the search; inside the transaction of that search."""
    near = [passage for passage in found.passages if passage.score >= WORTH_READING * found.score]
    documents = selectors.visible_to(principal).in_bulk({passage.document_id for passage in near})
    flags = {key: document.current_version.flags for key, document in documents.items() if document.current_version}
    return tuple(_unflagged(near, flags))[:MOST_PASSAGES]


def _unflagged(passages: list[Passage], flags: dict[UUID, dict[str, list[int]]]) -> Iterator[Passage]:
    for passage in passages:
        flagged = flags.get(passage.document_id)
        if flagged is not None and not is_flagged(flagged, passage.page):
            yield passage
