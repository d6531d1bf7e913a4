"""Which steps PostgreSQL would take for a query, where a small table must not hide what a large one would cost."""

import json
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import QuerySet

# A small table is read whole, or sorted, sooner than looked up.
LARGE = "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off"
# What a page of rows in the order of an index takes, over the partitions of a table or one table.
IN_ORDER = frozenset({"Limit", "Result", "Append", "Merge Append", "Index Scan", "Index Only Scan"})
# What looks up rows of another table for each row, in the order of the rows.
LOOKED_UP = frozenset({"Nested Loop", "Materialize", "Memoize"})


def steps(rows: "QuerySet[Any]", login: Any = connection) -> set[str]:
    """In the caller's scope and transaction, whose settings stay changed. `login` is of Django or psycopg."""
    statement, parameters = rows.query.sql_with_params()
    with login.cursor() as cursor:
        cursor.execute(LARGE)
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", parameters)
        (told,) = cursor.fetchone()
    (root,) = json.loads(told) if isinstance(told, str) else told
    return set(_steps(root["Plan"]))


def _steps(plan: dict[str, Any]) -> Iterator[str]:
    yield plan["Node Type"]
    for inner in plan.get("Plans", ()):
        yield from _steps(inner)
