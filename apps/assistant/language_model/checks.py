"""Start-up check: an unsafe model address stops the start, instead of quietly falling back to quotes."""

from typing import Any

from django.core.checks import CheckMessage, Tags, register

from apps.core.model_service.checks import findings

from .endpoint import KIND


@register(Tags.security)
def language_model(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return findings(KIND, 40)
