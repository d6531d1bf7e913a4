"""Start-up check: an unsafe model address stops the start, instead of quietly falling back to quotes."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from .endpoint import flaw


@register(Tags.security)
def language_model(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Neither address nor key is repeated: either may be the other by mistake."""
    if not settings.LANGUAGE_MODEL_URL:
        return []
    unsafe = flaw(settings.LANGUAGE_MODEL_URL.rstrip("/"))
    found: list[CheckMessage] = []
    if unsafe:
        found.append(Error(f"LANGUAGE_MODEL_URL {unsafe}", id="openhouse.E040"))
    if not settings.LANGUAGE_MODEL_NAME:
        found.append(Error("LANGUAGE_MODEL_URL is set, LANGUAGE_MODEL_NAME is not", id="openhouse.E041"))
    if not settings.LANGUAGE_MODEL_KEY.isascii() or not settings.LANGUAGE_MODEL_KEY.isprintable():
        found.append(Error("LANGUAGE_MODEL_KEY holds what no header can", id="openhouse.E042"))
    return found
