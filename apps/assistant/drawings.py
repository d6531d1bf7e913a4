"""Drawings to look at and to save, beside an answer: lines on paper hold no text that a search could quote.

A document is a drawing when its title or the name of its file says so; nothing else tells. Offered is what the asker
may see anyway, where a question asks for a drawing or an answer cites one. Nothing of it is stored.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from apps.core.identity import Principal
from apps.documents.models import Document
from apps.documents.selectors import files_only, visible_to

from .answers import Answer, Asker
from .drawing_words import NAMES, WORD, names_drawing
from .models import Message, Outcome

MOST_KNOWN, MOST = 100, 4
SHOWN_WITH = (Outcome.ANSWERED, Outcome.CLOSEST, Outcome.NOT_FOUND)


def furnish(principal: Principal, messages: Sequence[Message]) -> None:
    """Give the principal's own messages their `downloads`, with one query for all of them."""
    cited = {message.pk: _cited(message) for message in messages if message.outcome in SHOWN_WITH}
    asked = any(names_drawing(message.question) for message in messages if message.pk in cited)
    known = _known(visible_to(principal), set[UUID]().union(*cited.values()), asked=asked)
    for message in messages:
        mine = cited.get(message.pk)
        message.downloads = [] if mine is None else _offered(message.question, mine, known)  # type: ignore[attr-defined]


def beside(asker: Asker, text: str, answered: Answer) -> list[Document]:
    """What a home of the asker's design would be offered with this answer."""
    cited = _documents(one.passage.document_id for one in answered.citations)
    if answered.outcome not in SHOWN_WITH:
        return []
    rows = visible_to(asker.principal).filter(
        tenant_id=asker.development.tenant_id, development=asker.development, current_version__isnull=False
    )
    if asker.house_type_code:
        rows = rows.filter(Q(house_type_code__isnull=True) | Q(house_type_code=asker.house_type_code))
    return _offered(text, cited, _known(rows, cited, asked=names_drawing(text)))


def _known(rows: QuerySet[Document], cited: set[UUID], *, asked: bool) -> list[Document]:
    """Where none is asked for, only what is cited can be offered."""
    if asked:
        return _drawings(rows)
    return _drawings(rows.filter(pk__in=cited)) if cited else []


def _drawings(rows: QuerySet[Document]) -> list[Document]:
    named = "|".join(NAMES)
    said = Q(title__iregex=named) | Q(current_version__file_name__iregex=named)
    return [one for one in files_only(rows).filter(said)[:MOST_KNOWN] if names_drawing(_called(one))]


def _offered(question: str, cited: set[UUID], known: Sequence[Document]) -> list[Document]:
    """Those that are cited, then those that are called most like what is asked for."""
    first = [one for one in known if one.pk in cited]
    others = [one for one in known if one.pk not in cited] if names_drawing(question) else []
    alike = [len(_words(question) & _words(_called(one))) for one in others]
    best = max(alike, default=0)
    return [*first, *(one for one, count in zip(others, alike, strict=True) if count == best)][:MOST]


def _cited(message: Message) -> set[UUID]:
    return _documents(citation.document_id for citation in message.citations.all())


def _documents(cited: Iterable[UUID | None]) -> set[UUID]:
    return {document_id for document_id in cited if document_id is not None}


def _called(document: Document) -> str:
    file_name = document.current_version.file_name if document.current_version else ""
    return f"{document.title} {file_name}"


def _words(text: str) -> set[str]:
    """Each in the singular."""
    return {word.removesuffix("s") for word in WORD.findall(text.lower())}
