"""Strict JSON: what PostgreSQL cannot hold, or what two readers would read differently, is refused at the door."""

import json
import re
from collections.abc import Mapping
from typing import IO, Any, NoReturn

from django.conf import settings
from django.utils.datastructures import MultiValueDict
from rest_framework.parsers import JSONParser

from .errors import BadRequest, TooLarge

UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
MAX_DEPTH = 20
MAX_INTEGER = 2**53  # RFC 7493: beyond it two readers may read two numbers


class StrictJSONParser(JSONParser):
    """Refuses NaN, duplicate keys, NUL, lone surrogates, deep nesting and huge numbers; a long body with 413."""

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Any = None) -> Any:
        body = stream.read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
        if len(body) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise TooLarge
        try:
            value = json.loads(body.decode(), object_pairs_hook=_unique_pairs, parse_constant=_no_constant)
        except (ValueError, RecursionError):
            raise BadRequest("The body is not valid JSON.") from None
        _check(value, MAX_DEPTH)
        return value


def check_form(form: MultiValueDict[str, Any]) -> None:
    """Refuse a form with a field that is repeated or cannot be stored; whoever parsed it, be it the check for CSRF."""
    for name, values in form.lists():
        if len(values) > 1:
            raise BadRequest(f"The field {name[:40]!r} was sent more than once.")
        _check({name: values[0]}, 2)


def _unique_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("duplicate key")
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _check(value: Any, depth: int) -> None:
    if depth == 0:
        raise BadRequest("The body is nested too deeply.")
    if isinstance(value, str) and UNSTORABLE.search(value):
        raise BadRequest("The body contains characters that cannot be stored.")
    if isinstance(value, (int, float)) and not -MAX_INTEGER <= value <= MAX_INTEGER:
        raise BadRequest("The body contains a number that is too large.")
    if isinstance(value, Mapping):
        for name, inner in value.items():
            _check(name, depth)
            _check(inner, depth - 1)
    elif isinstance(value, list):
        for inner in value:
            _check(inner, depth - 1)
