"""The breaker of each language model, one per process."""

from functools import cache

from django.conf import settings

from apps.core.model_service.breaker import Breaker
from apps.core.model_service.endpoint import Endpoint


@cache
def breaker_of(endpoint: Endpoint) -> Breaker:
    return Breaker(settings.LANGUAGE_MODEL_BREAKER_FAILURES, settings.LANGUAGE_MODEL_BREAKER_SECONDS)
