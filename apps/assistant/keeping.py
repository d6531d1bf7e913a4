"""Storing an answered question with its citations, whoever asked for it: the home, or the service that asks again."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import override

from .answers import Answer
from .models import Citation, Message


def keep(message: Message, answered: Answer, owner: dict[str, Any]) -> None:
    """Inside the caller's transaction. `owner` are the columns that say whose rows these are."""
    message.save(force_insert=True)
    keep_citations(message, answered, owner)


def keep_citations(message: Message, answered: Answer, owner: dict[str, Any]) -> None:
    """Those of a message that has none, called by their names in its language: a worker and a stream have another."""
    with override(message.language):
        Citation.objects.bulk_create(_rows(message, answered, owner))


def _rows(message: Message, answered: Answer, owner: dict[str, Any]) -> Iterator[Citation]:
    return (
        Citation(
            message=message,
            number=cited.number,
            source=cited.source,
            document_id=cited.passage.document_id,
            title=cited.title,
            version=cited.passage.version,
            page=cited.passage.page,
            heading=cited.passage.heading,
            quote=cited.quote,
            passage=cited.passage.text,
            recognised=cited.passage.recognised,
            **owner,
        )
        for cited in answered.citations
    )
