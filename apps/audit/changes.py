"""What a write changed, field by field, as the trail may hold it.

Values are read as django-auditlog reads them (times in UTC, choices and numbers as text). Text that people write is
masked: that a phone number changed is on the trail, the number is not. Its signals are not used: they would write a
second row beside each service's own, without knowing who acts, and miss what is written in bulk (ADR 11).
"""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from auditlog.diff import get_field_value
from django.db import models
from django.db.models import Field, Model

from apps.core.validation import told_as

MASK = "***"
# Text that says nothing of a person, whoever writes it.
OPEN_TEXT = frozenset(
    {"role", "country", "slug", "house_type_code", "code", "status", "kind", "brand", "accent", "logo_digest"}
)
FREE_TEXT = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.GenericIPAddressField)


@dataclass(frozen=True, slots=True)
class Changes:
    """False when nothing changed. `values` maps each field to what it was and what it is, masked where it must be."""

    fields: list[str] = field(default_factory=list)
    values: dict[str, list[str | None]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.fields)


def apply_changes(row: Model, wanted: Mapping[str, Any]) -> Changes:
    """Validate and save the fields of `row` that differ from `wanted`.

    Raises:
        Invalid: a value is not valid for its field.
    """
    made = stage_changes(row, wanted)
    if made:
        row.save(update_fields=made.fields)
    return made


def stage_changes(row: Model, wanted: Mapping[str, Any]) -> Changes:
    """As `apply_changes`, for callers who save many rows at once.

    Raises:
        Invalid: a value is not valid for its field.
    """
    before = copy(row)
    fields = sorted(name for name, value in wanted.items() if getattr(row, name) != value)
    for name in fields:
        setattr(row, name, wanted[name])
    if fields:
        with told_as(""):
            row.clean_fields(exclude={column.name for column in row._meta.fields} - set(fields))
    return Changes(fields, {name: _change(before, row, name) for name in fields})


def _change(before: Model, after: Model, name: str) -> list[str | None]:
    column = after._meta.get_field(name)
    return [_shown(column, get_field_value(row, column)) for row in (before, after)]


def _shown(column: Any, value: Any) -> str | None:
    if value in (None, "None", ""):
        return None
    return MASK if _is_personal(column) else str(value)


def _is_personal(column: "Field[Any, Any]") -> bool:
    return isinstance(column, FREE_TEXT) and column.name not in OPEN_TEXT and not column.choices
