"""The whole loop with a real worker: asked in two wordings, one topic, one answer, and both homes are told."""

import pytest

from apps.documents.embeddings import model
from apps.documents.tests.test_worker import wait_until, worker  # noqa: F401

from .loop import answer, asked, history, topics

pytestmark = pytest.mark.slow


@pytest.mark.skipif(model.key() is None, reason="no embedding model is installed")
def test_what_homes_ask_comes_back_to_all_of_them(
    estate_a,
    as_homeowner,
    as_staff,
    worker,  # noqa: F811
    forget_limits,
):
    home, neighbour, place = as_homeowner(estate_a.homeowner), as_homeowner(estate_a.neighbour), estate_a.development
    builder = as_staff(estate_a.builder)

    def seen(what):
        forget_limits()
        return what()

    with worker():
        asked(home, "any news on the playground")
        asked(neighbour, "When will the playground be finished?")
        wait_until(lambda: len(seen(lambda: topics(builder, place))) == 1)
        [topic] = topics(builder, place)
        answer(builder, place, topic, "We open it in May.")
        for client in (home, neighbour):
            wait_until(lambda: len(seen(lambda: history(client))) == 2)  # noqa: B023
            assert "May" in history(client)[0]["answer"]
        assert seen(lambda: topics(builder, place)) == []
