"""Which language model this process asks."""

from apps.core.model_service import endpoint
from apps.core.model_service.endpoint import Endpoint

KIND = "LANGUAGE_MODEL"


def configured() -> Endpoint | None:
    """None where no model is set up, or where the settings are unsafe."""
    return endpoint.configured(KIND)
