"""A homeowner's own matters on a phone: what must be read, how the page looks, their data, their questions."""

import json
from datetime import UTC, datetime

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from playwright.sync_api import expect

from apps.core import row_security
from apps.developments.models import Development, HouseType
from apps.documents import services as documents
from apps.notices import services as notices
from openhouse.testing.papers import pdf, read_now, ready_document

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def panel(page, name):
    page.get_by_role("button", name=name).click()
    return page.get_by_role("dialog")


def test_what_must_be_read_is_confirmed_once_for_each_version(phone, join, estate_a):
    ready_document(estate_a, title="Fire safety", must_read=True)
    page = join(phone, estate_a.unit)
    expect(page.get_by_text("1 to read and confirm")).to_be_attached()
    documents = panel(page, "Documents")
    documents.get_by_role("button", name="I have read this").click()
    expect(documents.get_by_text("You confirmed version 1")).to_be_visible()
    expect(page.get_by_text("1 to read and confirm")).not_to_be_attached()


def test_rooms_of_the_home_are_shown(phone, join, estate_a):
    rooms = [{"name": "Kitchen", "length_m": "4.2", "width_m": "3.15"}]
    with row_security.service_scope(estate_a.tenant.pk, "test"), transaction.atomic():
        HouseType.objects.filter(development=estate_a.development, code="BD01").update(rooms=rooms)
    home = panel(join(phone, estate_a.unit), "My home")
    expect(home.get_by_text("4.2 m by 3.15 m, 13.23 m²")).to_be_visible()


def test_language_size_and_look_are_chosen_for_this_device_and_last(phone, join, estate_a):
    page = join(phone, estate_a.unit)
    home = panel(page, "My home")
    home.get_by_label("Size of text").select_option("larger")
    home.get_by_label("Look").select_option("dark")
    page.reload()
    page.get_by_label("Your question").wait_for()
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    assert page.evaluate(paper) == "rgb(17, 21, 19)"
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "21.6px"
    panel(page, "My home").get_by_label("Language").select_option("ga")
    expect(page.locator("html[lang=ga]")).to_be_attached()


def test_a_copy_of_ones_data_is_saved_and_ones_questions_deleted(phone, join, estate_a):
    ready_document(estate_a)
    page = join(phone, estate_a.unit)
    page.get_by_label("Your question").fill("What should the boiler pressure be?")
    page.keyboard.press("Enter")
    expect(page.locator(".answer")).to_contain_text("1.5 bar")
    home = panel(page, "My home")
    with page.expect_download() as saved:
        home.get_by_role("button", name="Get a copy of my data").click()
    copy = json.loads(saved.value.path().read_text())
    assert "What should the boiler pressure be?" in json.dumps(copy)
    page.on("dialog", lambda dialog: dialog.accept())
    home.get_by_role("button", name="Delete my questions and answers").click()
    expect(home.get_by_text("Your questions and answers are deleted.")).to_be_visible()
    page.reload()
    page.get_by_label("Your question").wait_for()
    expect(page.locator(".answer")).to_have_count(0)


def test_sizes_are_no_telephone_numbers_and_contacts_can_be_tapped(phone, join, estate_a):
    reach = {"site_office": "Kay: 01 555 0100, kay@oak.example", "emergency_contact": "112"}
    with row_security.service_scope(estate_a.tenant.pk, "test"), transaction.atomic():
        HouseType.objects.filter(development=estate_a.development, code="BD01").update(floor_area_m2="112.5")
        Development.objects.filter(pk=estate_a.development.pk).update(**reach)
    home = panel(join(phone, estate_a.unit), "My home")
    expect(home.get_by_text("112.5 m²")).to_be_visible()
    expect(home.locator("[data-home-facts] a")).to_have_count(0)
    reached = home.locator("[data-contacts] a").evaluate_all("(links) => links.map((link) => link.href)")
    assert {"tel:112", "tel:015550100", "mailto:kay@oak.example"} <= set(reached)


def test_days_are_written_in_the_language_of_the_page_whatever_the_browser_knows(open_context, site, join, estate_a):
    with row_security.service_scope(estate_a.tenant.pk, "test") as principal:
        days = {"starts_at": datetime(2026, 1, 5, 12, tzinfo=UTC), "ends_at": datetime(2099, 10, 2, 12, tzinfo=UTC)}
        words = {"title": "Gate", "body": "The gate is open at night."}
        notices.notice_create(principal, development_id=estate_a.development.pk, **words, **days)
    context = open_context(timezone_id="Europe/Dublin")
    page = join(context, estate_a.unit)
    expect(page.locator("[data-notice-list] [data-when]")).to_have_text("5 Jan 2026 to 2 Oct 2099")
    context.add_cookies([{"name": "openhouse-language", "value": "ga", "url": site.url}])
    page.reload()
    expect(page.locator("[data-notice-list] [data-when]")).to_have_text("5 Ean 2026 go 2 DFómh 2099")


def test_a_version_that_came_meanwhile_is_shown_before_it_is_confirmed(phone, join, estate_a):
    safety = ready_document(estate_a, title="Fire safety", must_read=True)
    page = join(phone, estate_a.unit)
    listed = panel(page, "Documents")
    expect(listed.get_by_text("Please read it, then confirm.")).to_be_visible()
    newer(estate_a, safety)
    listed.get_by_role("button", name="I have read this").click()
    expect(listed.get_by_text("A newer version has come meanwhile.")).to_be_visible()
    expect(listed.get_by_text("version 2")).to_be_visible()
    listed.get_by_role("button", name="I have read this").click()
    expect(listed.get_by_text("You confirmed version 2")).to_be_visible()


def test_a_device_that_could_not_be_ended_is_said_and_can_be_ended_again(phone, join, estate_a):
    page = join(phone, estate_a.unit)
    home = panel(page, "My home")
    out = home.get_by_role("button", name="Sign out on every device")
    page.route("**/api/homeowner/sessions", lambda route: route.abort(), times=1)
    out.click()
    expect(home.get_by_text("That did not work. Please try again.")).to_be_visible()
    out.click()
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()


def newer(estate, document):
    with row_security.service_scope(estate.tenant.pk, "test") as principal:
        file = ContentFile(pdf(["The doors are new."]), name="fire.pdf")
        changed = documents.version_add(principal, document_id=document.pk, file=file)
    read_now(changed)
