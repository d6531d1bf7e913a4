"""How many answers a process lets a model word at the same time. A model that is slow holds a thread for each, and the
others must stay free for everybody who asks for something else; who finds no seat gets the quotes at once."""

import threading
from functools import cache

from django.conf import settings

from apps.core.model_service.endpoint import Endpoint


@cache
def seats_of(endpoint: Endpoint) -> threading.BoundedSemaphore:
    return threading.BoundedSemaphore(settings.LANGUAGE_MODEL_SEATS)
