"""The colour of a builder's cards, and the ink that can be read on it."""

from apps.developments.models import Development
from apps.tenants.colours import text_on

DEFAULT = "#0c6a57"


def accent_of(development: Development) -> str:
    """As `#rrggbb`."""
    return DEFAULT


def on(accent: str) -> str:
    return text_on(accent)
