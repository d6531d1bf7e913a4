"""Verdicts of Django and of the database on values, told as problems: a row is judged alike at every door."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model

from .errors import FieldError, Invalid


@contextmanager
def told_as(field: str) -> Iterator[None]:
    """Tell a ValidationError raised inside as a problem; one that names no field is about `field`."""
    try:
        yield
    except ValidationError as error:
        raise Invalid(errors=list(_flat(error, field))) from None


def _flat(error: ValidationError, field: str) -> Iterator[FieldError]:
    named = error.error_dict if hasattr(error, "error_dict") else {field: error.error_list}
    for name, found in named.items():
        for one in found:
            place = field if name == NON_FIELD_ERRORS else name
            yield FieldError(place, one.code or "invalid", " ".join(one.messages))


def save_new(row: Model, taken: Mapping[str, str]) -> None:
    """Validate and insert a row. `taken` maps a unique constraint's name to the field that a duplicate is about.

    Raises:
        Invalid: a value is not valid, or is taken.
    """
    with told_as(""):
        row.clean_fields()
    with unless_taken(taken), transaction.atomic():
        row.save(force_insert=True)


@contextmanager
def unless_taken(taken: Mapping[str, str]) -> Iterator[None]:
    """Tell a violated unique constraint as a problem of its field; the database alone can judge it without a race."""
    try:
        yield
    except IntegrityError as error:
        field = taken.get(_constraint(error))
        if field is None:
            raise
        raise Invalid.field(field, "duplicate", "This is taken already.") from None


def _constraint(error: IntegrityError) -> str:
    diagnosis: Any = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""
