"""A homeowner reads the beginning of an answer while a language model still speaks the rest."""

import pytest
from playwright.sync_api import expect

from apps.assistant.tests.language_model.chats import BOILER, PRESSURE, WELL
from apps.assistant.tests.language_model.model_server import serving, waits
from apps.documents.tests.search.library import publish

from .conftest import beside

pytestmark = [pytest.mark.browser, pytest.mark.slow]
REST = " The system is cold [1]."


@pytest.fixture
def model():
    with serving() as model:
        model.behaviour = waits(f"{WELL} The", REST.removeprefix(" The"))
        yield model


@pytest.fixture
def site(site, model, tmp_path):
    """A web server beside that of the other tests, which asks the model and gives it time."""
    asked = {"URL": model.url, "NAME": "mock", "KEY": "sk-mock", "PRIVATE": "true"}
    patience = {"CONNECT_SECONDS": "20", "TOKEN_SECONDS": "120", "TOTAL_SECONDS": "240"}
    with beside(site, tmp_path, {f"LANGUAGE_MODEL_{name}": value for name, value in (asked | patience).items()}) as own:
        yield own


def test_the_first_sentence_stands_there_while_the_rest_is_not_said(open_context, join, estate_a, model):
    publish(estate_a.development, "Guide", [BOILER])
    page = join(open_context(), estate_a.unit)
    page.get_by_label("Your question").fill(PRESSURE)
    page.keyboard.press("Enter")
    answer = page.locator(".answer")
    expect(answer).to_contain_text("1.5 bar", timeout=60_000)
    expect(answer).not_to_contain_text("The system is cold")
    expect(page.locator("[data-announcer]")).not_to_contain_text("1.5 bar")
    model.go_on.set()
    expect(answer).to_contain_text("The system is cold", timeout=60_000)
    expect(page.locator("[data-announcer]")).to_contain_text("1.5 bar")
