"""The OpenAPI document, made once for each language and kept: it takes seconds, and anybody may ask for it."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from drf_spectacular.generators import SchemaGenerator


class KeptSchemaGenerator(SchemaGenerator):
    """For requests; the command that checks the document makes it anew. There is one version, whatever is asked for."""

    kept: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"api_version": None})  # type: ignore[no-untyped-call]

    def get_schema(self, request: Any = None, public: bool = False) -> Any:
        if request is None or not public:
            return super().get_schema(request, public)  # type: ignore[no-untyped-call]
        asked = get_language()
        language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        if language not in self.kept:
            self.kept[language] = super().get_schema(request, public)  # type: ignore[no-untyped-call]
        return self.kept[language]
