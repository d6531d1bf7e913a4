"""What questions are about, as a closed list (`topics.toml`): counted figures then hold nothing that anybody wrote."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext, gettext_noop

OTHER = "other"
OTHER_LABEL = gettext_noop("Something else")
SAID = """SELECT m.id, array(SELECT t.code FROM unnest(%s::text[], %s::text[]) AS t (code, words)
    WHERE to_tsvector('english'::regconfig, m.question) @@ websearch_to_tsquery('english'::regconfig, t.words))
FROM messages m WHERE m.id = ANY(%s::uuid[])"""


@cache
def _topics() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(Path(__file__).with_name("topics.toml").read_text(encoding="utf-8"))


def codes() -> list[str]:
    return [*_topics(), OTHER]


def label(code: str) -> str:
    """In the reader's language; a code that the list has lost stays readable."""
    known = _topics().get(code)
    return gettext(known["label"] if known else OTHER_LABEL)


def of_messages(ids: list[UUID]) -> dict[UUID, list[str]]:
    """The topics of each question that is still there, in the caller's scope and transaction."""
    words = [topic["words"] for topic in _topics().values()]
    with connection.cursor() as cursor:
        cursor.execute(SAID, [list(_topics()), words, ids])
        return {message: found or [OTHER] for message, found in cursor.fetchall()}
