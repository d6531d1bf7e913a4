"""Without a connection: what this session read last can be read, nothing of another session, and nothing is lost."""

import time

import pytest
from playwright.sync_api import expect

from openhouse.testing.papers import ready_document

pytestmark = [pytest.mark.browser, pytest.mark.slow]
QUESTION = "What should the boiler pressure be?"


@pytest.fixture
def read(phone, join, estate_a):
    """A page on which an answer has been read and the frame is kept."""
    ready_document(estate_a)
    page = join(phone, estate_a.unit)
    page.get_by_label("Your question").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".answer")).to_contain_text("1.5 bar")
    becomes_true(page, "localStorage.getItem('openhouse-last-read')?.includes('1.5 bar')")
    becomes_true(page, "caches.match('/home/').then(Boolean)")
    return page


def becomes_true(page, script):
    """As `wait_for_function`, which needs an `eval` that our pages forbid."""
    deadline = time.monotonic() + 15
    while not page.evaluate(script):
        assert time.monotonic() < deadline, script
        page.wait_for_timeout(100)


def test_the_last_answers_are_read_offline_and_the_page_comes_back(phone, read):
    phone.set_offline(True)
    read.reload()
    expect(read.get_by_text("You are offline")).to_be_visible()
    expect(read.locator(".answer")).to_contain_text("1.5 bar")
    expect(read.get_by_label("Your question")).to_be_hidden()
    phone.set_offline(False)
    expect(read.get_by_label("Your question")).to_be_visible()
    expect(read.get_by_text("You are offline")).to_be_hidden()


def test_a_session_that_ended_leaves_nothing_to_read(phone, read):
    read.get_by_role("button", name="My home").click()
    read.get_by_role("button", name="Sign out on every device").click()
    expect(read.get_by_role("heading", name="You are signed out")).to_be_visible()
    phone.set_offline(True)
    read.reload()
    expect(read.get_by_text("Your home does not answer")).to_be_visible()
    assert read.evaluate("localStorage.getItem('openhouse-last-read')") is None


def test_the_next_homeowner_of_the_profile_finds_nothing_of_the_last(phone, join, read, estate_a, estate_b):
    other = join(phone, estate_b.unit)
    becomes_true(other, "localStorage.getItem('openhouse-last-read') !== null")
    phone.set_offline(True)
    for tab in (other, read):
        tab.reload()
        expect(tab.get_by_text("You are offline")).to_be_visible()
        assert "1.5 bar" not in tab.content()
        assert estate_a.homeowner.name not in tab.content()
        assert "1.5 bar" not in tab.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")


def test_only_the_frame_and_its_files_are_cached(read):
    paths = read.evaluate(
        "caches.keys().then(async (names) => (await Promise.all(names.map(async (name) =>"
        " (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)))).flat())"
    )
    assert "/home/" in paths
    assert [path for path in paths if path != "/home/" and not path.startswith("/static/")] == []


def test_a_question_on_a_lost_connection_is_kept_and_answered_later(phone, read):
    phone.set_offline(True)
    read.get_by_label("Your question").fill("How often is the boiler serviced?")
    read.keyboard.press("Enter")
    again = read.get_by_role("button", name="Try again")
    expect(again).to_be_visible()
    phone.set_offline(False)
    again.click()
    expect(read.locator(".answer")).to_have_count(2)


def test_a_list_of_questions_that_comes_after_an_answer_takes_nothing_away(phone, join, estate_a):
    ready_document(estate_a)
    page, held = join(phone, estate_a.unit), []
    page.route("**/api/chat/messages", lambda route: held.append((route, route.fetch())), times=1)
    page.reload()
    page.get_by_label("Your question").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".answer")).to_contain_text("1.5 bar")
    becomes_true(page, "localStorage.getItem('openhouse-last-read')?.includes('1.5 bar')")
    ((route, response),) = held
    route.fulfill(response=response)
    becomes_true(page, "caches.match('/home/').then(Boolean)")
    phone.set_offline(True)
    page.reload()
    expect(page.locator(".answer")).to_contain_text("1.5 bar")


def test_an_answer_whose_list_came_first_stands_there_once(phone, join, estate_a):
    ready_document(estate_a)
    page, held = join(phone, estate_a.unit), []

    def list_first(route):
        if route.request.method == "GET":
            held.append(route)
            return
        response = route.fetch()
        held.pop().continue_()
        expect(page.locator(".answer")).to_contain_text("1.5 bar")
        route.fulfill(response=response)

    page.route("**/api/chat/messages", list_first)
    page.reload()
    page.get_by_label("Your question").fill(QUESTION)
    page.keyboard.press("Enter")
    becomes_true(page, "localStorage.getItem('openhouse-last-read')?.includes('1.5 bar')")
    expect(page.locator("[data-turns] > *")).to_have_count(1)
