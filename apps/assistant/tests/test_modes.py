"""A home is answered by meaning where there are vectors, else by words, and the log says by which."""

import pytest

from apps.assistant.models import Message, SearchLog
from apps.core import row_security
from apps.documents.embeddings import model
from apps.documents.tests.search.library import publish

QUESTION = "What can I do about mould in the bathroom?"
PAGES = [
    "Black spots of fungus above the bath come from damp air: open the window after a shower.",
    "Bins are collected on Tuesday morning.",
    "The boiler pressure should read 1.5 bar when the system is cold.",
]


@pytest.fixture
def answer(estate_a, as_homeowner, platform):
    """What the home is told, and the modes that message and log keep."""
    publish(estate_a.development, "Guide", PAGES)
    client = as_homeowner(estate_a.homeowner)

    def ask(text=QUESTION):
        response = client.post_json("/api/chat/messages", {"text": text})
        assert response.status_code == 201, response.content
        with platform():
            message = Message.objects.filter(tenant=estate_a.tenant).latest("created_at")
            log = SearchLog.objects.filter(tenant=estate_a.tenant).latest("created_at")
            return response.json(), {message.mode, log.mode}

    return ask


@pytest.fixture
def embed(estate_a):
    if model.key() is None:
        pytest.skip(f"no embedding model: {model.missing()}")
    from apps.documents.embeddings import work

    def run():
        with row_security.service_scope(estate_a.tenant.pk, "test") as principal:
            work.embed(principal, seconds=600)

    return run


def test_what_no_word_says_is_found_by_its_meaning(answer, embed):
    by_words, words = answer()
    embed()
    both, hybrid = answer()
    assert (by_words["outcome"], words) == ("not_found", {"keyword"})
    assert (both["outcome"] in ("answered", "closest"), hybrid) == (True, {"hybrid"})
    assert "damp air" in both["citations"][0]["quote"]


def test_the_sentence_that_means_it_is_quoted_where_no_word_does(answer, embed, estate_a):
    others = (
        "Its door locks until the programme ends. The drawer takes powder or liquid. The filter sits behind a flap."
    )
    meant = "Laundry that is still wet has been left unbalanced: spread the load and spin once more."
    publish(estate_a.development, "Care", [f"{others} The lamp is white. {meant} Then clean it."])
    embed()
    [cited] = answer("clothes come out soaking from the washer")[0]["citations"]
    assert (cited["title"], cited["quote"].startswith(meant)) == ("Care", True)


def test_what_the_documents_do_not_say_is_not_found_by_either(answer, embed):
    foreign = "Who won the world cup in 2018?"
    assert answer(foreign)[0]["outcome"] == "not_found"
    embed()
    assert answer(foreign)[0]["outcome"] == "not_found"


def test_turned_off_everything_works_by_words(answer, embed, settings):
    embed()
    settings.EMBEDDINGS = False
    told, modes = answer("What should the boiler pressure be?")
    assert (told["outcome"], modes) == ("answered", {"keyword"})
