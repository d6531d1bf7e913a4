"""How the builder company looks to its homeowners."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api import Api, seen
from apps.core.parsers import StrictJSONParser
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission

from . import theme
from .models import Theme as ThemeRow


class ChosenText(serializers.CharField):
    """Null where nothing is chosen; the rows keep an empty text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_null=True, **kwargs)

    def get_attribute(self, instance: Any) -> Any:
        return super().get_attribute(instance) or None


class Look(serializers.Serializer[ThemeRow]):
    """What a page needs to wear the theme."""

    product_name = ChosenText()
    brand = ChosenText(help_text="#rrggbb")
    on_brand = ChosenText(help_text="The colour of text on it.")
    accent = ChosenText(help_text="#rrggbb")
    logo = ChosenText(source="logo_path", help_text="The path of a PNG, whoever asks; a new one has a new path.")
    stylesheet = ChosenText(help_text="The path of these colours as CSS, for light and for dark pages.")


class ThemeOut(Look):
    updated_at = serializers.DateTimeField(help_text="Null while nothing is chosen.", allow_null=True)


class ThemeFields(serializers.Serializer[Any]):
    product_name = serializers.CharField(max_length=60, allow_null=True, allow_blank=True, required=False)
    brand = serializers.CharField(max_length=7, allow_null=True, allow_blank=True, required=False)
    accent = serializers.CharField(max_length=7, allow_null=True, allow_blank=True, required=False)


class ThemeIn(serializers.Serializer[Any]):
    product_name = serializers.CharField(max_length=60, allow_null=True, allow_blank=True)
    brand = serializers.CharField(max_length=7, allow_null=True, allow_blank=True)
    accent = serializers.CharField(max_length=7, allow_null=True, allow_blank=True)
    was = seen(ThemeFields)


class BuilderTheme(Api):
    """PUT says all of it but the logo; null or nothing goes back to the product's own."""

    permission = {"GET": Permission.THEME_VIEW, "PUT": Permission.THEME_MANAGE}
    rate_policy = RatePolicy.DEVELOPER_API
    Input, Output = ThemeIn, ThemeOut

    def get(self, request: Request) -> Response:
        self.query(request)
        return Response(ThemeOut(theme.theme_of(self.principal)).data)

    def put(self, request: Request) -> Response:
        given = {key: {name: value or "" for name, value in part.items()} for key, part in self.change(request).items()}
        return Response(ThemeOut(theme.theme_change(self.principal, **given)).data)


class AdminTheme(BuilderTheme):
    permission, rate_policy = Permission.THEME_MANAGE, RatePolicy.ADMIN_API


class Logo(Api):
    """A PNG, JPEG or WebP picture of at most 1 MB; kept as a PNG of our own."""

    permission, rate_policy = Permission.THEME_MANAGE, RatePolicy.UPLOAD
    multipart = True
    Output = {"POST": ThemeOut, "DELETE": ThemeOut}
    success = {"POST": 200, "DELETE": 200}

    class Input(serializers.Serializer[Any]):
        file = serializers.FileField()

    def get_parsers(self) -> list[Any]:
        """A removal comes without a file; the schema asks before there is a request."""
        removes = self.request is not None and self.request.method == "DELETE"
        return [StrictJSONParser()] if removes else super().get_parsers()

    def post(self, request: Request) -> Response:
        return Response(ThemeOut(theme.logo_replace(self.principal, **self.parse(request))).data)

    def delete(self, request: Request) -> Response:
        return Response(ThemeOut(theme.logo_remove(self.principal)).data)
