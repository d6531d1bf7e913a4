"""What the code declares: grants and policies in `Meta.constraints`, rights on functions in the SQL of migrations."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps

from apps.core.constraints import RowSecurity

from .reading import rows

GATE_TABLES = (
    "security.keys",
    "security.subjects",
    "security.sessions",
    "security.answers",
    "security.sign_in_failures",
    "rate_limits",
)
# Django's own tables hold no tenant's rows, and the application reaches none of them.
DJANGO_TABLES = re.compile(r"(auth|django)_\w+")

SIGNATURES = "SELECT f, to_regprocedure(f)::text FROM unnest(%s::text[]) f"

_PRIVILEGE = re.compile(r"(\w+)\s*(?:\(([^)]*)\))?")
_GRANT = re.compile(r"GRANT\s+EXECUTE\s+ON\s+FUNCTION\s+(.*?)\s+TO\s+(.*?);", re.DOTALL)
_SIGNATURE = re.compile(r"[\w.]+\([^)]*\)")


@dataclass(frozen=True, slots=True, order=True)
class Grant:
    """`column` is empty for a privilege on the whole object."""

    subject: str
    role: str
    privilege: str
    column: str = ""


def row_security() -> dict[str, RowSecurity]:
    """By table."""
    return {
        model._meta.db_table: constraint
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, RowSecurity)
    }


def table_grants() -> set[Grant]:
    return {
        Grant(table, f"openhouse_{role}", privilege, column)
        for table, constraint in row_security().items()
        for role, privileges in constraint.grants.items()
        for privilege, column in parsed(privileges)
    }


def parsed(privileges: str) -> Iterator[tuple[str, str]]:
    """`select, update (a, b)` as pairs of privilege and column."""
    for name, columns in _PRIVILEGE.findall(privileges):
        for column in columns.split(",") if columns else [""]:
            yield name.upper(), column.strip()


def function_grants() -> set[Grant]:
    """From every `GRANT EXECUTE` in the SQL files of the project's apps; a function that is gone is none."""
    written = {
        (signature, role.strip())
        for app in apps.get_app_configs()
        for file in sorted(Path(app.path).glob("sql/**/*.sql"))
        for functions, roles in _GRANT.findall(file.read_text(encoding="utf-8"))
        for signature in _SIGNATURE.findall(functions)
        for role in roles.split(",")
    }
    names = dict(rows(SIGNATURES, [sorted({function for function, _ in written})]))
    return {Grant(names[f], role, "EXECUTE") for f, role in written if names[f]}
