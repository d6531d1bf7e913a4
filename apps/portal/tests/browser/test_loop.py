"""A question that the documents do not answer, from the home's phone to the builder's desk and back."""

import pytest
from playwright.sync_api import expect

from openhouse.testing.papers import ready_document

from .test_accessibility import PHONE, THEMES, fits, grave_findings, still

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FENCE = "What colour can I paint the garden fence?"


def ask(page, question):
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")


@THEMES
def test_the_builder_answers_and_the_home_is_told(open_context, join, desk, estate_a, theme):
    home = join(open_context(**still(theme)), estate_a.unit)
    ask(home, FENCE)
    home.get_by_role("button", name="Ask my builder").click()
    home.get_by_label("Anything to add?").fill("The one to the lane.")
    assert (grave_findings(home), fits(home)) == ([], True)
    home.get_by_role("button", name="Pass it on").click()
    expect(home.locator(".feedback")).to_contain_text("Sent to your builder")
    home.reload()
    expect(home.locator(".feedback")).to_contain_text("Sent to your builder")

    builder = desk(estate_a.builder, **still(theme))
    builder.get_by_role("link", name="Questions").click()
    topic = builder.locator(".topic", has_text=FENCE).first
    expect(topic).to_contain_text("Home 1 asks you: The one to the lane.")
    topic.locator("summary", has_text="Answer").click()
    topic.get_by_label("Answer").fill("Sage Green only, please.")
    for size in (PHONE, {"width": 1280, "height": 800}):
        builder.set_viewport_size(size)
        assert (size, grave_findings(builder), fits(builder)) == (size, [], True)
    topic.get_by_role("button", name="Save the answer").click()
    expect(builder.get_by_role("status")).to_contain_text("Answered")

    for _ in range(60):
        if home.locator(".answer-news").count():
            break
        home.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        home.wait_for_timeout(500)
    expect(home.locator(".answer-news")).to_have_text("Your builder has answered this")
    expect(home.locator(".answer").last).to_contain_text("Sage Green only")
    expect(home.locator(".source.record")).to_contain_text("Answered by your builder")
    assert (grave_findings(home), fits(home)) == ([], True)
    home.reload()
    expect(home.locator(".answer-news")).to_have_count(1)
    expect(home.locator(".turn").first).to_contain_text("Answered since")


def test_an_answer_is_rated_and_the_reason_told(phone, join, estate_a):
    ready_document(estate_a)
    page = join(phone, estate_a.unit)
    ask(page, "What should the boiler pressure be?")
    page.get_by_role("button", name="Not helpful").click()
    page.get_by_label("What was missing?").fill("Which gauge?")
    page.get_by_role("button", name="Tell the builder").click()
    expect(page.locator(".feedback")).to_contain_text("Thank you")
    expect(page.get_by_role("button", name="Not helpful")).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(page.get_by_role("button", name="Not helpful")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Helpful", exact=True).click()
    expect(page.get_by_role("button", name="Helpful", exact=True)).to_have_attribute("aria-pressed", "true")
