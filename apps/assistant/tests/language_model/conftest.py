from collections.abc import Iterator
from typing import Any

import pytest

from .model_server import Model, serving

KEY = "sk-only-for-the-model-itself"


@pytest.fixture
def model(settings: Any) -> Iterator[Model]:
    """A model that this process is set up to ask. It has time on a busy machine; a test of patience shortens it."""
    with serving() as model:
        settings.LANGUAGE_MODEL_URL, settings.LANGUAGE_MODEL_NAME = model.url, "mock"
        settings.LANGUAGE_MODEL_KEY, settings.LANGUAGE_MODEL_PRIVATE = KEY, True
        settings.LANGUAGE_MODEL_CONNECT_SECONDS = 10.0
        settings.LANGUAGE_MODEL_TOKEN_SECONDS = 20.0
        settings.LANGUAGE_MODEL_TOTAL_SECONDS = 60.0
        yield model
