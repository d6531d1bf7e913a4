"""A homeowner's own matters on a phone: what must be read, how the page looks, their data, their questions."""

import json

import pytest
from django.db import transaction
from playwright.sync_api import expect

from apps.core import row_security
from apps.developments.models import HouseType
from openhouse.testing.papers import ready_document

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
