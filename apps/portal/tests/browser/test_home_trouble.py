"""What goes wrong on a phone in the hand: a session that ends while somebody types, and a network that is slow."""

import re

import pytest
from playwright.sync_api import expect

from openhouse.testing.papers import ready_document
from openhouse.testing.waiting import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow]
QUESTION = "What should the boiler pressure be?"
SIGNED_OUT = "You are signed out"
NO_STORE = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"


def end_everywhere(open_context, join, unit):
    other = join(open_context(), unit)
    other.get_by_role("button", name="My home").click()
    other.get_by_role("button", name="Sign out on every device").click()
    expect(other.get_by_role("heading", name=SIGNED_OUT)).to_be_visible()


def sign_in_again(page, short_code):
    page.get_by_role("link", name="Type the code from my card").click()
    page.get_by_label("Code").fill(short_code)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Go to my home").click()
    page.get_by_label("Your question").wait_for()


def test_what_was_typed_when_the_session_ended_comes_back_to_who_typed_it(open_context, join, card, estate_a, estate_b):
    ready_document(estate_a)
    page = join(open_context(), estate_a.unit)
    page.get_by_label("Your question").fill(QUESTION)
    end_everywhere(open_context, join, estate_a.unit)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=SIGNED_OUT)).to_be_visible()
    expect(page.get_by_text("What you were typing is kept in this tab")).to_be_visible()
    sign_in_again(page, card(estate_a.unit).short_code)
    expect(page.get_by_label("Your question")).to_have_value(QUESTION)
    expect(page.locator(".question")).to_have_count(0)

    page.evaluate("sessionStorage.setItem('openhouse-draft', JSON.stringify({owner: 'another', text: 'secret'}))")
    page.reload()
    expect(page.get_by_label("Your question")).to_be_visible()
    expect(page.get_by_label("Your question")).to_have_value("")
    assert page.evaluate("sessionStorage.length") == 0


def test_a_slow_network_shows_that_it_looks_and_takes_one_question(phone, join, estate_a, platform):
    from apps.assistant.models import Message

    ready_document(estate_a)
    page = join(phone, estate_a.unit)
    held = []
    page.route(
        "**/api/chat/messages",
        lambda route: held.append(route) if route.request.method == "POST" else route.continue_(),
    )
    box = page.get_by_label("Your question")
    box.fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Looking through your documents")).to_be_attached()
    expect(page.get_by_role("button", name="Send")).to_be_hidden()
    box.fill("And another thing?")
    page.keyboard.press("Enter")
    expect(box).to_have_value("And another thing?")
    assert len(held) == 1
    held[0].continue_()
    expect(page.locator(".answer")).to_contain_text("1.5 bar")
    expect(page.get_by_role("button", name="Send")).to_be_enabled()
    with platform():
        assert Message.objects.filter(homeowner=estate_a.homeowner).count() == 1


def test_a_reload_in_the_middle_of_a_refresh_asks_with_the_same_key(phone, join, estate_a):
    page = join(phone, estate_a.unit)
    keys = []

    def lose_the_first(route):
        keys.append(route.request.headers["idempotency-key"])
        return route.abort() if len(keys) == 1 else route.continue_()

    page.route("**/api/homeowner/session/refresh", lose_the_first)
    with page.expect_event("requestfailed"):
        page.reload()
    page.reload()
    expect(page.get_by_label("Your question")).to_be_visible()
    assert (len(keys), len(set(keys))) == (2, 1)
    assert page.evaluate("sessionStorage.length") == 0


def test_a_screen_reader_is_told_an_answer_once(phone, join, estate_a):
    ready_document(estate_a)
    page = join(phone, estate_a.unit)
    page.evaluate(
        "window.told = []; new MutationObserver(() => window.told.push(document.querySelector('[data-announcer]')"
        ".textContent)).observe(document.querySelector('[data-announcer]'), {childList: true, characterData: true})"
    )
    page.get_by_label("Your question").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".answer .ref")).to_be_visible()
    told = page.evaluate("window.told")
    assert len(told) == 1
    assert re.search(r"1\.5 bar.*Sources: 1\.", told[0])


def test_a_browser_that_may_keep_nothing_shows_the_home_and_wears_the_look(phone, join, estate_a):
    ready_document(estate_a)
    phone.add_init_script(NO_STORE)
    page = join(phone, estate_a.unit)
    page.get_by_label("Your question").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".answer")).to_contain_text("1.5 bar")
    page.get_by_role("button", name="My home").click()
    page.locator("[data-choose-look]").select_option("dark")
    page.locator("[data-choose-size]").select_option(index=1)
    expect(page.locator("html[data-theme=dark]:not([data-size=''])")).to_be_attached()
    page.get_by_role("button", name="Sign out on every device").click()
    expect(page.get_by_role("heading", name=SIGNED_OUT)).to_be_visible()


def test_tabs_share_one_refresh(phone, join, estate_a):
    """Nothing but what is asked here asks: looking for waiting devices every ten seconds would renew the token too."""
    phone.add_init_script("window.setInterval = () => 0")
    first = join(phone, estate_a.unit)
    second = phone.new_page()
    second.goto("/home/")
    expect(second.get_by_label("Your question")).to_be_visible()
    second.evaluate(
        "() => { new BroadcastChannel('openhouse-home').onmessage = ({data}) => { window.heard = data.type; }; }"
    )
    refreshed = []
    phone.on("response", lambda answer: answer.url.endswith("/session/refresh") and refreshed.append(answer.status))
    for tab in (first, second):
        tab.evaluate("(() => { const now = Date.now; Date.now = () => now() + 16 * 60_000; })()")
    first.get_by_role("button", name="My home").click()
    expect(first.locator("[data-devices] li")).to_have_count(1)
    wait_for(lambda: second.evaluate("window.heard") == "renewed")
    second.get_by_role("button", name="My home").click()
    expect(second.locator("[data-devices] li")).to_have_count(1)
    assert refreshed == [200]


def test_a_home_that_could_not_be_reached_opens_by_itself_when_it_can(phone, join, estate_a):
    """The device is on a network all the time, so no browser tells that it is back."""
    ready_document(estate_a)
    page = join(phone, estate_a.unit)
    page.get_by_label("Your question").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".answer")).to_contain_text("1.5 bar")
    wait_for(lambda: page.evaluate("localStorage.getItem('openhouse-last-read')?.includes('1.5 bar')"))
    page.clock.install()
    page.route("**/api/**", lambda route: route.abort())
    page.reload()
    expect(page.get_by_text("You are offline")).to_be_visible()
    expect(page.locator(".answer")).to_contain_text("1.5 bar")
    page.unroute("**/api/**")
    page.clock.run_for(15_000)
    expect(page.get_by_label("Your question")).to_be_visible()
    expect(page.get_by_text("You are offline")).to_be_hidden()
