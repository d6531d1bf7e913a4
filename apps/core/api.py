"""Base of every API view: parse strictly, one call, render. A view without permission and rate policy is refused."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import QuerySet
from django.utils.datastructures import MultiValueDict
from rest_framework import serializers
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.mediatypes import media_type_matches
from rest_framework.views import APIView

from . import idempotency, rbac
from .errors import BadRequest, FieldError, Invalid, SessionEnded
from .gate import Rule, by_method, declared_rule
from .http import beneath
from .identity import ANONYMOUS, Principal
from .paging import KeysetPagination, next_address
from .parsers import StrictJSONParser, check_form
from .rate_limiter import RatePolicy
from .rbac import Permission
from .step_up import Proof

METHODS = ("get", "post", "put", "patch", "delete")
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
SerializerClass = type[serializers.Serializer[Any]]


@dataclass(frozen=True, slots=True)
class Listed:
    """Marks an output as one page of `item`s."""

    item: SerializerClass


Output = SerializerClass | Listed | None


class Api(APIView):
    """One resource.

    Each declaration holds for every method, or is a mapping by method name. `Input` is the body, `Query` the query
    string, `Output` what a success returns: None for no body, or for a file of `media_type`. `atomic = False` is for
    views that open transactions of their own, because what they do spans several scopes. `replayable = False` is for
    answers that hold a secret, which are not kept for an `Idempotency-Key`.
    """

    http_method_names = list(METHODS)
    permission: ClassVar[Permission | Mapping[str, Permission]]
    rate_policy: ClassVar[RatePolicy | Mapping[str, RatePolicy]]
    proof: ClassVar[Proof | Mapping[str, Proof]] = Proof.SHOWN
    atomic: ClassVar[bool] = True
    multipart: ClassVar[bool] = False
    replayable: ClassVar[bool] = True
    Input: ClassVar[SerializerClass | Mapping[str, SerializerClass] | None] = None
    Query: ClassVar[SerializerClass | Mapping[str, SerializerClass] | None] = None
    Output: ClassVar[Output | Mapping[str, Output]] = None
    success: ClassVar[Mapping[str, int]] = {}
    media_type: ClassVar[str] = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for method in cls.methods():
            cls.rule_for(method)

    @classmethod
    def methods(cls) -> list[str]:
        return [method.upper() for method in METHODS if hasattr(cls, method)]

    @classmethod
    def rule_for(cls, method: str) -> Rule:
        return declared_rule(cls, cls.methods(), method)

    @classmethod
    def input_for(cls, method: str) -> SerializerClass | None:
        """What `method` takes as its body; a removal takes one only where the view names it for DELETE."""
        named = isinstance(cls.Input, Mapping) or method != "DELETE"
        return by_method(cls.Input, method) if named else None

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        view = super().as_view(**initkwargs)
        return view if cls.atomic else transaction.non_atomic_requests(view)

    def get_parsers(self) -> list[Any]:
        return [MultiPartParser()] if self.multipart else [StrictJSONParser()]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        # A stale cookie must not keep anybody from signing in or joining.
        state, rule = beneath(request).admission.state, beneath(request).rule
        if state not in ("none", "live") and not rbac.allows(ANONYMOUS, rule.permission):
            raise SessionEnded(reason=state)
        super().initial(request, *args, **kwargs)
        self._refuse_undeclared(request)
        if idempotency.is_asked(request):
            self._answer_once()

    def _refuse_undeclared(self, request: Request) -> None:
        """A body or a query where the view declares none is an error, as an unknown field is."""
        method = request.method or ""
        self._refuse_type(request)
        if method in WRITES and self.input_for(method) is None:
            strictly(serializers.Serializer, request.data)
        if by_method(self.Query, method) is None:
            self.query(request)

    def _refuse_type(self, request: Request) -> None:
        """REST framework takes a body of another type for none once somebody has read it, as the CSRF check does."""
        sent = beneath(request).META.get("CONTENT_LENGTH") or "0"
        if sent != "0" and not any(media_type_matches(p.media_type, request.content_type) for p in self.get_parsers()):
            raise UnsupportedMediaType(request.content_type)

    def _answer_once(self) -> None:
        """For this request alone: a view is made for each."""
        if not (self.replayable and self.atomic):
            raise BadRequest("This call cannot be repeated by a key; send it without Idempotency-Key.")
        handler = getattr(self, "post")  # noqa: B009  no base declares it
        setattr(self, "post", partial(idempotency.once, handler))  # noqa: B010

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response.headers.setdefault("Cache-Control", "no-store")
        return super().finalize_response(request, response, *args, **kwargs)

    @property
    def principal(self) -> Principal:
        return beneath(self.request).principal

    def parse(self, request: Request) -> dict[str, Any]:
        """The validated body; an unknown field is an error, never ignored."""
        declared = self.input_for(request.method or "")
        if declared is None:
            raise ImproperlyConfigured(f"{type(self).__name__} declares no Input")
        if isinstance(request.data, MultiValueDict):
            check_form(request.data)
        return strictly(declared, request.data)

    def change(self, request: Request) -> dict[str, Any]:
        """The body of a change as services take it: `changes`, and `was` of an input that has `seen` fields."""
        given = self.parse(request)
        return {"was": given.pop("was"), "changes": given}

    def query(self, request: Request) -> dict[str, Any]:
        """The validated query; an unknown or repeated parameter is an error."""
        repeated = [name for name, values in request.query_params.lists() if len(values) > 1]
        if repeated:
            raise Invalid(errors=[FieldError(name, "repeated", "Give this once.") for name in repeated])
        declared = by_method(self.Query, request.method or "")
        return strictly(declared or serializers.Serializer, request.query_params.dict())

    def page(
        self, request: Request, rows: QuerySet[Any], *, furnish: Callable[[list[Any]], None] | None = None
    ) -> Response:
        """One page of `rows`, in their own order, as the view's `Listed` output shows them.

        `furnish` gets the rows of the page, to add what only they need.
        """
        listed = by_method(self.Output, request.method or "")
        paginator = KeysetPagination()
        found = paginator.paginate_queryset(rows, request, view=self)
        if furnish is not None:
            furnish(found)
        return paginator.get_paginated_response(listed.item(found, many=True).data)

    def whole(self, data: Any) -> Response:
        """All of a list that is never long enough to need pages."""
        return Response({"results": data, "next": None, "previous": None})

    def part(self, request: Request, data: Any, cursor: str | None) -> Response:
        """A part of a list whose cursors are not those of `page`; the next one follows `cursor`."""
        return Response({"results": data, "next": next_address(request, cursor), "previous": None})

    def created(self, body: Any, location: str = "", status: int = 201) -> Response:
        return Response(body, status=status, headers={"Location": location} if location else {})


class FileApi(Api):
    """Base of the views that answer with a file, whatever the reader says it accepts."""

    media_type = "*/*"

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        return super().perform_content_negotiation(request, force=True)


def seen(fields: SerializerClass) -> serializers.Serializer[Any]:
    """The field `was` of a change: any of `fields`, none of which is required."""
    sentence = "What fields held when they were read. 409 when somebody else has changed one since that you change."
    return fields(required=False, default=dict, help_text=sentence)


def strictly(serializer_class: SerializerClass, data: Any) -> dict[str, Any]:
    """Validate `data` and refuse any field that the serializer does not name."""
    serializer = serializer_class(data=data)
    unknown = sorted(unknown_fields(serializer, data))
    if unknown:
        errors = [FieldError(name[:60], "unknown_field", "This field is not known here.") for name in unknown]
        raise Invalid(reason="unknown fields", errors=errors)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


def unknown_fields(field: Any, data: Any, path: str = "") -> Iterator[str]:
    """Dotted paths of what `data` holds and no writable field, at any depth, takes."""
    if isinstance(field, serializers.ListSerializer) and isinstance(data, list):
        for position, item in enumerate(data):
            yield from unknown_fields(field.child, item, f"{path}{position}.")
    elif isinstance(field, serializers.Serializer) and isinstance(data, Mapping):
        writable = {name: inner for name, inner in field.fields.items() if not inner.read_only}
        yield from (f"{path}{name}" for name in data if name not in writable)
        for name, inner in writable.items():
            yield from unknown_fields(inner, data.get(name), f"{path}{name}.")
