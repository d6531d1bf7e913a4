"""Search: the passages of one development that say most of what a question asks, by its words and by its meaning.

The scope is the verified one of the open transaction: the database's functions take tenant, developments and a
homeowner's house type from there, and arguments cannot widen it. What they find still passes `selectors.visible_to`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from apps.core.identity import Principal

from . import search_query, selectors
from .embeddings.slices import nearness
from .flagged import is_flagged, is_recognised, is_withheld
from .ingestion.kinds import FileKind
from .models import Document
from .search_query import Query

KEYWORD, HYBRID = "keyword", "hybrid"
SATURATION = 2.2
# Of each kind this many passages are looked at by both measures.
CANDIDATES = 50
# A share of all that a question could earn is seldom near 1, so meaning weighs more.
WORDS, MEANING = 0.4, 0.6
# Whether there is an answer at all is told by meaning still more: a large library has some words of any question.
EVIDENCE_OF_WORDS, EVIDENCE_OF_MEANING = 0.2, 0.8
CHUNKS = "SELECT * FROM security.search_chunks(%s, %s, %s, %s, %s, %s, %s, %s::uuid[])"


@dataclass(frozen=True, slots=True)
class Passage:
    """One chunk. `share` is its BM25 over the most that the whole question could earn; `similarity` its cosine, None
    where it has no vector; `score` weighs the two. All are 0 to 1. `coverage` is the share of the question's weight
    that it speaks of. `flagged` is its page, also where its builder lets it be quoted; `recognised` is what was read
    from a picture."""

    document_id: UUID
    title: str
    version: int
    page: int
    heading: str
    text: str
    share: float
    coverage: float
    terms: frozenset[str]
    flagged: bool
    similarity: float | None = None
    kind: str = FileKind.PDF
    recognised: bool = False
    published: datetime | None = None

    @property
    def score(self) -> float:
        if self.similarity is None:
            return self.share
        return WORDS * self.share + MEANING * max(self.similarity, 0.0)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """`passages` best first. `evidence`, 0 to 1, tells whether there is an answer at all: in hybrid mode the passage
    nearest in words and the one nearest in meaning speak for it, which need not be the same."""

    query: Query
    passages: tuple[Passage, ...]
    mode: str = KEYWORD
    evidence: float = 0.0

    @property
    def score(self) -> float:
        return self.passages[0].score if self.passages else 0.0

    @property
    def coverage(self) -> float:
        return self.passages[0].coverage if self.passages else 0.0


def search(
    principal: Principal,
    *,
    query: str,
    development_id: UUID,
    house_type_code: str | None = None,
    limit: int = 10,
    own_names: Sequence[Sequence[str]] = (),
) -> SearchResult:
    """The best passages of a development for a question; `own_names` are lines of names that mean the same there.

    A homeowner always searches as the own house type. Others search as one house type, or without one in everything.
    """
    asked = search_query.build(development_id, query, own_names)
    near = nearness(development_id, house_type_code, query) if asked.parts else None
    if near is None:
        # More than are wanted: pages that are withheld must not crowd out those that are not.
        found = _visible(principal, asked, _rows(asked, development_id, house_type_code, CANDIDATES, []), {})
        evidence = max((passage.share for passage in found), default=0.0)
        return SearchResult(asked, tuple(found[:limit]), KEYWORD, evidence)
    rows = _rows(asked, development_id, house_type_code, CANDIDATES, near.nearest(CANDIDATES))
    found = _visible(principal, asked, rows, near.of(row[0] for row in rows))
    found.sort(key=lambda passage: -passage.score)
    return SearchResult(asked, tuple(found[:limit]), HYBRID, _evidence(found))


def _evidence(found: Iterable[Passage]) -> float:
    shares = [passage.share for passage in found]
    # Where there is no vector yet, the words speak for the meaning too.
    similarities = [passage.share if passage.similarity is None else passage.similarity for passage in found]
    return EVIDENCE_OF_WORDS * max(shares, default=0.0) + EVIDENCE_OF_MEANING * max([0.0, *similarities])


def _visible(
    principal: Principal, asked: Query, rows: Sequence[tuple[Any, ...]], similarities: dict[UUID, float]
) -> list[Passage]:
    documents = selectors.visible_to(principal).in_bulk({row[1] for row in rows})
    return [
        _passage(asked, row, document, similarities.get(row[0]))
        for row in rows
        if (document := documents.get(row[1])) is not None
        and document.current_version_id == row[2]
        and not is_withheld(document.current_version, row[3])
    ]


def _passage(asked: Query, row: tuple[Any, ...], document: Document, similarity: float | None) -> Passage:
    _, document_id, _, page, heading, text, score, covered = row
    terms = frozenset(asked.searched[group].term for group in covered)
    share = min(score / (SATURATION * asked.weight), 1.0) if score else 0.0
    version = document.current_version
    return Passage(
        document_id=document_id,
        title=document.title,
        version=version.number,
        page=page,
        heading=heading,
        text=text,
        share=share,
        coverage=asked.coverage(terms),
        terms=terms,
        flagged=is_flagged(version.flags, page),
        similarity=similarity,
        kind=version.kind,
        recognised=is_recognised(version.flags, page),
        published=version.ready_at,
    )


def _rows(
    asked: Query, development_id: UUID, house_type_code: str | None, limit: int, also: list[UUID]
) -> list[tuple[Any, ...]]:
    searched = asked.searched
    terms, worths = [part.term for part in searched], [part.worth for part in searched]
    groups = list(range(len(searched)))
    with connection.cursor() as cursor:
        cursor.execute(CHUNKS, [development_id, house_type_code, asked.seeds, terms, worths, groups, limit, also])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
