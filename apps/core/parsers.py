"""Strict JSON: what PostgreSQL cannot hold, or what two readers would read differently, is refused at the door."""

import json
import re
from collections.abc import Mapping
from typing import IO, Any, NoReturn

from rest_framework.parsers import JSONParser, MultiPartParser

from .errors import BadRequest

UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
MAX_DEPTH = 20


class StrictJSONParser(JSONParser):
    """Refuses NaN, duplicate keys, NUL, lone surrogates and deep nesting with 400."""

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Any = None) -> Any:
        try:
            text = stream.read().decode("utf-8")
            value = json.loads(text, object_pairs_hook=_unique_pairs, parse_constant=_no_constant)
        except (ValueError, RecursionError):
            raise BadRequest("The body is not valid JSON.") from None
        _check(value, MAX_DEPTH)
        return value


class StrictMultiPartParser(MultiPartParser):
    """Multipart forms; a text field that is repeated or cannot be stored is refused with 400."""

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Any = None) -> Any:
        parsed = super().parse(stream, media_type, parser_context)
        for name, values in [*parsed.data.lists(), *parsed.files.lists()]:
            if len(values) > 1:
                raise BadRequest(f"The field {name[:40]!r} was sent more than once.")
        for name, value in parsed.data.items():
            _check({name: value}, 2)
        return parsed


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
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        raise BadRequest("The body contains a number that is too large.")
    if isinstance(value, Mapping):
        for name, inner in value.items():
            _check(name, depth)
            _check(inner, depth - 1)
    elif isinstance(value, list):
        for inner in value:
            _check(inner, depth - 1)
