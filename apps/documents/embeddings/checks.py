"""Start-up check of the model elsewhere, which replaces the local one and does not stand beside it."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from apps.core.model_service.checks import findings

from .model import REMOTE


@register(Tags.security)
def embedding_model(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    found = findings(REMOTE, 43)
    if settings.EMBEDDING_MODEL_URL and settings.EMBEDDING_MODEL_DIR:
        found.append(Error("EMBEDDING_MODEL_URL and EMBEDDING_MODEL_DIR name two models", id="openhouse.E046"))
    return found
