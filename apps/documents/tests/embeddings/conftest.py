"""Vectors as the worker makes them. The model is loaded once for the whole run, and only where a test needs it."""

from collections.abc import Callable

import pytest

from apps.core import row_security
from apps.documents.embeddings import model
from openhouse.testing.estates import Estate


@pytest.fixture
def embed() -> Callable[[Estate], None]:
    """Do for an estate's tenant what the worker would do in as many turns as it takes on a busy machine."""
    if model.key() is None:
        pytest.skip(f"no embedding model: {model.missing()}")
    from apps.documents.embeddings import work

    def run(estate: Estate) -> None:
        with row_security.service_scope(estate.tenant.pk, "test") as principal:
            work.embed(principal, seconds=600)

    return run
