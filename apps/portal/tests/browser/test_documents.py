"""A builder at a desk: files go in, and the page tells the truth about what becomes of them."""

import re

import pytest
from playwright.sync_api import expect

from openhouse.testing.papers import pdf, ready_document

pytestmark = [pytest.mark.browser, pytest.mark.slow]

READ_MS = 60_000


def files(*named):
    return [{"name": name, "mimeType": "application/pdf", "buffer": content} for name, content in named]


def broken_pdf():
    """Passes at the door, and cannot be read behind it."""
    return re.sub(rb"stream.*?endstream", b"stream\nzzzz\nendstream", pdf(), flags=re.DOTALL)


def row(page, title):
    return page.locator(".document", has_text=title)


def test_a_builder_uploads_files_and_watches_them_become_ready(desk, estate_a):
    page = desk(estate_a.builder)
    expect(page.locator(".staff-who")).to_contain_text(estate_a.tenant.name)
    page.get_by_label("Choose files").set_input_files(files(("heating.pdf", pdf()), ("warranty.pdf", pdf())))
    for title in ("heating", "warranty"):
        expect(row(page, title).locator(".state")).to_have_text("Ready", timeout=READ_MS)
        expect(row(page, title)).to_contain_text("Version 1")
        expect(row(page, title)).to_contain_text("1 page")
    expect(page.locator(".sending")).to_have_count(0)


@pytest.mark.slow
def test_a_file_that_cannot_be_read_says_why_and_can_be_tried_again(desk, estate_a):
    page = desk(estate_a.builder)
    page.get_by_label("Choose files").set_input_files(files(("broken.pdf", broken_pdf())))
    failed = row(page, "broken")
    expect(failed.locator(".state")).to_have_text("Failed", timeout=READ_MS)
    expect(failed.locator(".document-failure")).to_have_text(re.compile(r"[Pp]lease"))
    failed.get_by_role("button", name="Try again").click()
    expect(failed.locator(".state")).to_have_text(re.compile("Queued|Reading|Failed"))


def test_a_file_that_is_refused_says_why_and_leaves_the_others_alone(desk, estate_a):
    page = desk(estate_a.builder)
    page.get_by_label("Choose files").set_input_files(files(("fake.pdf", b"not a pdf at all"), ("real.pdf", pdf())))
    refused = page.locator(".sending.bad", has_text="fake.pdf")
    expect(refused).to_contain_text("content is something else")
    expect(row(page, "real").locator(".state")).to_have_text("Ready", timeout=READ_MS)
    expect(row(page, "fake")).to_have_count(0)


def test_a_file_whose_answer_was_lost_is_sent_again_and_stored_once(desk, estate_a):
    page, lost = desk(estate_a.builder), []

    def lose_the_answer(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch())
            return route.abort()
        return route.continue_()

    page.route("**/api/developers/developments/*/documents", lose_the_answer)
    page.get_by_label("Choose files").set_input_files(files(("guide.pdf", pdf())))
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".sending")).to_have_count(0)
    expect(row(page, "guide")).to_have_count(1)


@pytest.mark.slow
def test_house_type_and_must_read_are_changed_in_place(desk, estate_a):
    ready_document(estate_a, title="Home user guide")
    page = desk(estate_a.builder)
    row(page, "Home user guide").get_by_label("House type of Home user guide").select_option("BD02")
    expect(row(page, "Home user guide").locator(".document-main")).to_contain_text("BD02")
    with page.expect_response("**/api/developers/documents/*"):
        row(page, "Home user guide").get_by_label("Must read").check()
    page.reload()
    expect(row(page, "Home user guide").get_by_label("Must read")).to_be_checked()
    expect(row(page, "Home user guide").get_by_label("House type of Home user guide")).to_have_value("BD02")


@pytest.mark.slow
def test_a_new_version_takes_the_place_of_the_old_one(desk, estate_a):
    ready_document(estate_a, title="Home user guide")
    page = desk(estate_a.builder)
    with page.expect_file_chooser() as chooser:
        row(page, "Home user guide").get_by_role("button", name="New version").click()
    chooser.value.set_files(files(("better.pdf", pdf(("Heating", "Two bar.")))))
    expect(row(page, "Home user guide")).to_contain_text("Version 2", timeout=READ_MS)
    expect(row(page, "Home user guide").locator(".state")).to_have_text("Ready", timeout=READ_MS)


@pytest.mark.slow
def test_deleting_asks_first(desk, estate_a):
    ready_document(estate_a, title="Home user guide")
    page = desk(estate_a.builder)
    row(page, "Home user guide").get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Keep it").click()
    expect(row(page, "Home user guide")).to_be_visible()
    row(page, "Home user guide").get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("No documents yet")).to_be_visible()


@pytest.mark.slow
def test_an_admin_chooses_among_the_developments(desk, estate_a):
    ready_document(estate_a, title="Oak guide")
    ready_document(estate_a.sibling_development, title="Elm guide")
    page = desk(estate_a.admin)
    page.get_by_label("Development").select_option("Oak Park")
    expect(row(page, "Oak guide")).to_be_visible()
    expect(row(page, "Elm guide")).to_have_count(0)


@pytest.mark.slow
def test_a_document_opens_from_the_list(desk, estate_a):
    ready_document(estate_a, title="Home user guide")
    page = desk(estate_a.builder)
    link = page.get_by_role("link", name="Open the file Home user guide")
    answer = page.request.get(link.get_attribute("href"))
    assert answer.status == 200, answer.text()
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")


def test_without_script_a_file_is_uploaded_by_the_plain_form(desk, estate_a):
    page = desk(estate_a.builder, java_script_enabled=False)
    page.get_by_label("Choose files").set_input_files(files(("plain.pdf", pdf())))
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_text("was received")).to_be_visible()
    expect(row(page, "plain")).to_be_visible()
    page.get_by_label("Choose files").set_input_files(files(("fake.pdf", b"not a pdf at all")))
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("alert")).to_contain_text("content is something else")


def test_signing_out_leaves_nothing_behind_the_back_button(desk, estate_a):
    ready_document(estate_a, title="Home user guide")
    page = desk(estate_a.builder)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Password")).to_be_visible()
    assert "Home user guide" not in page.content()
