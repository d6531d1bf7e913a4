"""The OpenAPI document from what a view declares (`Input`, `Query`, `Output`, `success`) and one envelope of errors."""

import re
from functools import cache
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from . import idempotency
from .api import Api, Listed
from .gate import by_method
from .identity import ANONYMOUS, Role
from .rbac import FOR_TOKENS, GRANTS, Permission, allows
from .step_up import HEADER, Proof

OTP_HEADER = OpenApiParameter(
    HEADER,
    location=OpenApiParameter.HEADER,
    description="A one-time code, where the person has a second factor on. Without it: 401 `otp_required`, unless one"
    " was shown within the last ten minutes and the call changes no second factor.",
)
KEY_HEADER = OpenApiParameter(
    idempotency.HEADER,
    location=OpenApiParameter.HEADER,
    description="A word of your own for this request, 1 to 200 characters. Sent again within a day with the same"
    " content, it is answered as the first time, with `Idempotency-Replayed: true`, and not done again; with other"
    " content: 422 `idempotency_mismatch`; while the first is still running: 409 `conflict`.",
)
DEFAULT_SUCCESS = {"GET": 200, "POST": 201, "PUT": 200, "PATCH": 200, "DELETE": 204}


class FieldProblem(serializers.Serializer[Any]):
    field = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()


class ProblemDocument(serializers.Serializer[Any]):
    type = serializers.URLField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField(help_text="The request id.")
    code = serializers.CharField()
    errors = FieldProblem(many=True, required=False)  # type: ignore[assignment]


@cache
def page_of(item: type[serializers.Serializer[Any]]) -> type[serializers.Serializer[Any]]:
    """The envelope of a list, under a name of its own."""
    fields: dict[str, Any] = {
        "results": item(many=True),
        "next": serializers.URLField(allow_null=True),
        "previous": serializers.URLField(allow_null=True),
    }
    return type(f"{item.__name__}Page", (serializers.Serializer,), fields | {"__module__": item.__module__})


class DeclaredSchema(AutoSchema):
    """Reads the declarations of `core.api.Api`; other views (the document itself) keep drf-spectacular's way."""

    @property
    def declared(self) -> type[Api] | None:
        return type(self.view) if isinstance(self.view, Api) else None

    def get_operation_id(self) -> str:
        """Method and path, parameters included: a list and its items would else share one."""
        return "_".join([self.method.lower(), *re.findall(r"[a-z]+", self.path.removeprefix("/api/"))])

    def get_request_serializer(self) -> Any:
        return self.declared.input_for(self.method) if self.declared else super().get_request_serializer()

    def get_response_serializers(self) -> Any:
        if self.declared is None:
            return super().get_response_serializers()
        output = by_method(self.declared.Output, self.method)
        status = self.declared.success.get(self.method, DEFAULT_SUCCESS[self.method])
        body = page_of(output.item) if isinstance(output, Listed) else output
        problem = OpenApiResponse(ProblemDocument, description="A problem document (RFC 9457).")
        success: dict[Any, Any] = {status: body or OpenApiResponse(description="No body")}
        if self.declared.media_type:
            success = {(status, self.declared.media_type): OpenApiTypes.BINARY}
        return success | {
            ("default", "application/problem+json"): problem,
        }

    def get_override_parameters(self) -> list[Any]:
        if self.declared is None:
            return []
        query = by_method(self.declared.Query, self.method)
        asked = self.declared.rule_for(self.method).proof in (Proof.RECENT, Proof.NOW)
        repeats = idempotency.is_offered(self.declared, self.method, self.path)
        return [
            *([query] if query else []),
            *([OTP_HEADER] if asked else []),
            *([KEY_HEADER] if repeats else []),
        ]

    def get_auth(self) -> list[dict[str, Any]]:
        permission = self.declared.rule_for(self.method).permission if self.declared else Permission.PUBLIC
        if allows(ANONYMOUS, permission):
            return []
        super().get_auth()  # describes the schemes that are named here
        shown = {
            "homeownerToken": permission in GRANTS[Role.HOMEOWNER],
            "staffSession": permission in GRANTS[Role.SUPER_ADMIN],
            "accessToken": permission in FOR_TOKENS and self.path.startswith(idempotency.SURFACE),
        }
        return [{name: []} for name, opens in shown.items() if opens]

    def get_filter_backends(self) -> list[Any]:
        return []

    def get_serializer_name(self, serializer: serializers.Serializer[Any], direction: Any) -> str:
        """Bodies are declared inside their views, and two apps may use one word: all of that is part of the name."""
        declared = type(serializer)
        app = declared.__module__.removeprefix("apps.").split(".")[0]
        return app.capitalize() * (app != "core") + declared.__qualname__.replace(".", "")


class SessionsScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "apps.core.authentication.PrincipalAuthentication"
    name = ["staffSession", "homeownerToken", "accessToken"]

    def get_security_definition(self, auto_schema: AutoSchema) -> list[dict[str, str]]:
        from django.conf import settings

        return [
            {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME},
            {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
            {
                "type": "apiKey",
                "in": "header",
                "name": "Authorization",
                "description": "`Token <personal access token>`, made at `/settings/tokens`.",
            },
        ]
