"""Search: the passages of one development that say most of what a question asks.

The scope is the verified one of the open transaction: the database's search function takes tenant, developments and a
homeowner's house type from there, and arguments cannot widen it. What it finds still passes `selectors.visible_to`.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from apps.core.identity import Principal

from . import search_query, selectors
from .search_query import Query

KEYWORD = "keyword"
SATURATION = 2.2
CHUNKS = "SELECT * FROM security.search_chunks(%s, %s, %s, %s, %s, %s, %s)"


@dataclass(frozen=True, slots=True)
class Passage:
    """One chunk. `score` is 0 to 1: its BM25 over the most that the whole question could earn; `coverage` the share of
    the question's weight that it speaks of."""

    document_id: UUID
    title: str
    version: int
    page: int
    heading: str
    text: str
    score: float
    coverage: float
    terms: frozenset[str]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """`passages` best first. `score` and `coverage` are the best passage's, 0 without one."""

    query: Query
    passages: tuple[Passage, ...]
    mode: str = KEYWORD

    @property
    def score(self) -> float:
        return self.passages[0].score if self.passages else 0.0

    @property
    def coverage(self) -> float:
        return self.passages[0].coverage if self.passages else 0.0


def search(
    principal: Principal, *, query: str, development_id: UUID, house_type_code: str | None = None, limit: int = 10
) -> SearchResult:
    """The best passages of a development for a question.

    A homeowner always searches as the own house type. Others search as one house type, or without one in everything.
    """
    asked = search_query.build(development_id, query)
    rows = _rows(asked, development_id, house_type_code, limit)
    documents = selectors.visible_to(principal).in_bulk({row[1] for row in rows})
    passages = []
    for _, document_id, version_id, page, heading, text, score, covered in rows:
        document = documents.get(document_id)
        if document is None or document.current_version_id != version_id:
            continue
        terms = frozenset(asked.searched[group].term for group in covered)
        share = min(score / (SATURATION * asked.weight), 1.0)
        number = document.current_version.number
        passages.append(
            Passage(document_id, document.title, number, page, heading, text, share, asked.coverage(terms), terms)
        )
    return SearchResult(asked, tuple(passages))


def _rows(asked: Query, development_id: UUID, house_type_code: str | None, limit: int) -> list[tuple[Any, ...]]:
    searched = asked.searched
    terms, worths = [part.term for part in searched], [part.worth for part in searched]
    arguments = [development_id, house_type_code, asked.seeds, terms, worths, list(range(len(searched))), limit]
    with connection.cursor() as cursor:
        cursor.execute(CHUNKS, arguments)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
