"""The request as our middleware leaves it: Django's, with who acts and under which rule."""

from contextlib import ExitStack
from typing import TYPE_CHECKING, cast

from django.http import HttpRequest
from rest_framework import request as rest

if TYPE_CHECKING:
    from .gate import Admission, Credential, Rule
    from .identity import Principal


class Request(HttpRequest):
    """`id`, `address` and `limited_address` come from `RequestMiddleware`, the rest from `GateMiddleware`."""

    id: str
    address: str
    limited_address: str
    principal: "Principal"
    credential: "Credential"
    admission: "Admission"
    rule: "Rule"
    scope: ExitStack


def beneath(request: rest.Request) -> Request:
    """The request that REST framework wraps."""
    return cast(Request, request._request)
