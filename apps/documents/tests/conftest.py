"""A builder at work in an estate: the set-up that allowed and refused calls share."""

from collections.abc import Callable
from typing import Any

import pytest

from openhouse.testing.clients import ApiClient
from openhouse.testing.estates import Estate


@pytest.fixture
def builder(estate_a: Estate, as_staff: Callable[[Any], ApiClient]) -> ApiClient:
    """The builder of estate A's first development."""
    return as_staff(estate_a.builder)
