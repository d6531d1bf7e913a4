"""Storing an answered question with its citations, whoever asked for it: the home, or the service that asks again."""

from typing import Any

from .answers import Answer
from .models import Citation, Message


def keep(message: Message, answered: Answer, owner: dict[str, Any]) -> None:
    """Inside the caller's transaction. `owner` are the columns that say whose rows these are."""
    message.save(force_insert=True)
    keep_citations(message, answered, owner)


def keep_citations(message: Message, answered: Answer, owner: dict[str, Any]) -> None:
    """Those of a message that has none."""
    Citation.objects.bulk_create(
        Citation(
            message=message,
            number=cited.number,
            source=cited.source,
            document_id=cited.passage.document_id,
            title=cited.passage.title,
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
