"""Reading the catalogue, outside any scope."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """`subject` is what is wrong in the database, `text` what is wrong with it."""

    subject: str
    text: str


def rows(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
