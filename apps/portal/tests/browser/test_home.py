"""A homeowner with a phone: from the card to a cited answer, and what happens when something is in the way."""

import re

import pytest
from playwright.sync_api import expect

from openhouse.testing.papers import ready_document

from .conftest import path_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = (
    ("Your home", "Welcome to your new home. This guide explains how everything in it works."),
    ("Heating", "The boiler pressure should read 1.5 bar when the system is cold."),
)
QUESTION = "What should the boiler pressure be?"


@pytest.fixture
def guide(estate_a):
    return ready_document(estate_a, pages=PAGES, title="Home user guide")


def ask(page, question):
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")


def test_a_card_leads_to_a_cited_answer_and_to_the_cited_page(phone, guide, card, estate_a):
    page = phone.new_page()
    page.goto(path_of(card(estate_a.unit).url))
    expect(page.get_by_role("heading", name=f"Welcome, {estate_a.homeowner.name}")).to_be_visible()
    expect(page.get_by_text("What we keep")).to_be_visible()
    page.get_by_role("link", name="Go to my home").click()
    expect(page.get_by_text(estate_a.unit.address).first).to_be_visible()

    ask(page, QUESTION)
    expect(page.locator(".question", has_text=QUESTION)).to_be_visible()
    answer = page.locator(".answer")
    expect(answer).to_contain_text("1.5 bar")
    expect(page.locator("[data-announcer]")).to_contain_text("1.5 bar")
    source = page.locator(".source", has_text="Home user guide")
    expect(source).to_contain_text("Page 2")

    source.click()
    picture = page.get_by_role("img", name="Page 2 of Home user guide, with the quoted words marked")
    expect(picture).to_be_visible()
    with phone.expect_page() as opened:
        page.get_by_role("button", name="Open the document").click()
    opened.value.wait_for_url(re.compile(r"^blob:.*#page=2$"))


def test_the_code_is_gone_from_the_address_and_from_every_referer(phone, card, estate_a):
    url = path_of(card(estate_a.unit).url)
    code = url.removeprefix("/join/")
    told = []
    phone.on("request", lambda request: told.append((request.url, request.headers.get("referer", ""))))
    page = phone.new_page()
    page.goto(url)
    page.get_by_role("link", name="Go to my home").wait_for()
    assert page.url.endswith("/join")
    assert [address for address, _ in told if code in address] == [told[0][0]]
    assert not any(code in referer for _, referer in told)
    page.go_back()
    page.go_forward()
    assert code not in page.url


def test_a_short_code_is_typed_with_or_without_its_dashes(phone, card, estate_a):
    page = phone.new_page()
    page.goto("/join")
    page.get_by_label("Code").fill(card(estate_a.unit).short_code.replace("-", " ").lower())
    page.get_by_role("button", name="Open my home").click()
    expect(page.get_by_role("heading", name="Welcome")).to_be_visible()


def test_a_code_that_was_replaced_is_explained_kindly(phone, card, estate_a):
    old, new = card(estate_a.unit), card(estate_a.unit)
    page = phone.new_page()
    page.goto(path_of(old.url))
    expect(page.get_by_role("heading", name="We do not know this code")).to_be_visible()
    page.get_by_role("button", name="Type the code").click()
    page.get_by_label("Code").fill(new.short_code)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Welcome")).to_be_visible()


def test_too_many_codes_from_one_place_say_when_to_come_back(phone, site, database):
    page = phone.new_page()
    page.goto("/join")
    for _ in range(20):
        assert page.request.post("/api/homeowner/session", data={"code": "0000-0000-0000"}).status == 404
    page.get_by_label("Code").fill("0000-0000-0000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Too many tries from here")).to_be_visible()
    expect(page.get_by_text(re.compile(r"in \d+ minutes"))).to_be_visible()


def test_what_the_documents_do_not_say_is_said_plainly_with_whom_to_contact(phone, join, guide, estate_a):
    page = join(phone, estate_a.unit)
    ask(page, "Which airline flies to Reykjavik?")
    answer = page.locator(".answer.not-found")
    expect(answer).to_contain_text("could not find this in the documents for your home")
    expect(answer.get_by_role("link", name="01 555 0100").first).to_have_attribute("href", "tel:015550100")
    expect(page.locator(".source")).to_have_count(0)


def test_danger_gets_the_safety_answer_in_a_red_frame(phone, join, guide, estate_a):
    page = join(phone, estate_a.unit)
    ask(page, "I smell gas in the kitchen")
    expect(page.locator(".answer.safety")).to_contain_text("Your safety comes first")


def test_asking_too_fast_keeps_the_text_and_counts_down(phone, join, guide, estate_a):
    page = join(phone, estate_a.unit)
    for number in range(1, 11):
        ask(page, f"{QUESTION} {number}")
        expect(page.locator(".answer")).to_have_count(number)
    ask(page, "And what is the eleventh?")
    notice = page.locator("[data-notice]")
    expect(notice).to_contain_text(re.compile(r"You can send it in \d+ s"))
    expect(page.get_by_label("Your question")).to_have_value("And what is the eleventh?")
    expect(page.get_by_role("button", name="Send")).to_be_disabled()
    expect(page.locator(".question")).to_have_count(10)


def test_a_question_goes_on_with_the_one_before(phone, join, guide, estate_a, platform):
    from apps.assistant.models import Conversation

    page = join(phone, estate_a.unit)
    for number, question in enumerate((QUESTION, "And when it is cold?"), start=1):
        ask(page, question)
        expect(page.locator(".answer .ref").nth(number - 1)).to_be_visible()
    with platform():
        assert Conversation.objects.filter(homeowner=estate_a.homeowner).count() == 1


def test_an_answer_that_was_stopped_can_be_had_whole(phone, join, guide, estate_a, platform):
    from apps.assistant.models import Message

    page = join(phone, estate_a.unit)
    page.route("**/api/chat/messages", lambda route: None, times=1)
    ask(page, QUESTION)
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    page.get_by_role("button", name="Show the whole answer").click()
    expect(page.locator(".answer")).to_contain_text("1.5 bar")
    with platform():
        assert Message.objects.filter(homeowner=estate_a.homeowner).count() == 1


def test_a_conversation_begins_with_what_this_home_can_be_told(phone, join, estate_a):
    filters = "Clean the ventilation filters every three months."
    ready_document(estate_a, pages=(("Air", filters),), title="Air")
    page = join(phone, estate_a.unit)
    page.get_by_role("button", name="How often do I clean the ventilation filters?").click()
    expect(page.locator(".answer")).to_contain_text("every three months")
    expect(page.get_by_label("Questions to start with")).to_be_hidden()


@pytest.mark.slow
def test_after_the_countdown_the_kept_question_can_be_sent(phone, join, guide, estate_a):
    test_asking_too_fast_keeps_the_text_and_counts_down(phone, join, guide, estate_a)
    page = phone.pages[-1]
    expect(page.get_by_role("button", name="Send")).to_be_enabled(timeout=40_000)
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".answer")).to_have_count(11)


def test_a_question_whose_answer_was_lost_is_asked_once(phone, join, guide, estate_a, platform):
    from apps.assistant.models import Message

    page = join(phone, estate_a.unit)
    lost = []

    def lose_the_answer(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch())
            return route.abort()
        return route.continue_()

    page.route("**/api/chat/messages", lose_the_answer)
    ask(page, QUESTION)
    expect(page.get_by_text("Your question is kept")).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".answer")).to_contain_text("1.5 bar")
    with platform():
        assert Message.objects.filter(homeowner=estate_a.homeowner).count() == 1


def test_a_reload_signs_in_silently_and_shows_the_conversation(phone, join, guide, estate_a):
    page = join(phone, estate_a.unit)
    ask(page, QUESTION)
    expect(page.locator(".answer")).to_be_visible()
    page.reload()
    expect(page.locator(".question")).to_contain_text(QUESTION)
    expect(page.locator(".source")).to_contain_text("Home user guide")
    stored = page.evaluate("JSON.stringify([document.cookie, {...localStorage}, {...sessionStorage}])")
    assert "eyJ" not in stored


@pytest.mark.slow
@pytest.mark.parametrize("locks", ["web locks", "no web locks"])
def test_many_tabs_share_the_sign_in(phone, join, guide, estate_a, locks):
    if locks == "no web locks":
        phone.add_init_script("Object.defineProperty(Navigator.prototype, 'locks', {value: undefined})")
    first = join(phone, estate_a.unit)
    tabs = [phone.new_page() for _ in range(4)]
    for tab in tabs:
        tab.goto("/home/", wait_until="commit")
    for tab in [*tabs, first]:
        expect(tab.get_by_label("Your question")).to_be_visible()
    first.reload()
    expect(first.get_by_label("Your question")).to_be_visible()


def test_shift_enter_is_a_new_line_and_the_limit_is_told(phone, join, estate_a):
    page = join(phone, estate_a.unit)
    box = page.get_by_label("Your question")
    box.fill("one")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("two")
    expect(box).to_have_value("one\ntwo")
    expect(page.locator(".question")).to_have_count(0)
    box.fill("x" * 2500)
    assert len(box.input_value()) <= 2000
    expect(page.locator("[data-count]")).to_have_text("0 characters left")


def test_a_question_is_shown_as_text_and_never_as_markup(phone, join, guide, estate_a):
    page = join(phone, estate_a.unit)
    ask(page, "<img src=x onerror=alert(1)> <b>boiler</b> pressure?")
    expect(page.locator(".answer")).to_be_visible()
    expect(page.locator(".question")).to_contain_text("<b>boiler</b>")
    assert page.locator("[data-turns] img, [data-turns] b").count() == 0


@pytest.mark.slow
def test_what_was_asked_is_on_every_device_and_a_device_is_ended_from_another_one(open_context, join, estate_a):
    mine, lost = open_context(), open_context()
    page, other = join(mine, estate_a.unit), join(lost, estate_a.unit)
    ask(page, QUESTION)
    expect(page.locator(".answer")).to_be_visible()
    other.reload()
    expect(other.locator(".question")).to_contain_text(QUESTION)
    page.get_by_role("button", name="My home").click()
    rows = page.locator("[data-devices] li")
    expect(rows).to_have_count(2)
    rows.filter(has_not_text="This device").get_by_role("button", name="End").click()
    expect(rows).to_have_count(1)
    other.reload()
    expect(other.get_by_role("heading", name="You are signed out")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Your question")).to_be_visible()


def test_signing_out_everywhere_ends_every_tab_kindly(phone, join, estate_a):
    page = join(phone, estate_a.unit)
    tab = phone.new_page()
    tab.goto("/home/")
    expect(tab.get_by_label("Your question")).to_be_visible()
    page.get_by_role("button", name="My home").click()
    page.get_by_role("button", name="Sign out on every device").click()
    for signed_out in (page, tab):
        expect(signed_out.get_by_role("heading", name="You are signed out")).to_be_visible()
    tab.reload()
    expect(tab.get_by_role("heading", name="You are signed out")).to_be_visible()


def test_one_profile_shows_the_next_homeowner_nothing_of_the_last(phone, join, estate_a, estate_b, guide):
    ready_document(estate_b, title="Their own guide", lines=("Heating", "The boiler pressure should read 2.2 bar."))
    page = join(phone, estate_a.unit)
    ask(page, QUESTION)
    expect(page.locator(".answer")).to_contain_text("1.5 bar")

    other = join(phone, estate_b.unit)
    for tab in (other, page):
        expect(tab.get_by_text(f"Hello, {estate_b.homeowner.name}")).to_be_visible()
        assert "1.5 bar" not in tab.content()
        assert estate_a.homeowner.name not in tab.content()
    ask(other, QUESTION)
    expect(other.locator(".answer")).to_contain_text("2.2 bar")
    other.get_by_role("button", name="Documents").click()
    expect(other.locator("[data-documents] li")).to_have_text(re.compile("Their own guide"))


def test_without_a_session_the_chat_says_how_to_come_in(phone, database):
    page = phone.new_page()
    page.goto("/home/")
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
    page.get_by_role("link", name="Type the code from my card").click()
    expect(page.get_by_label("Code")).to_be_visible()
