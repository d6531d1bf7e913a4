"""A builder brings a list of homes: sees what it would do, chooses columns, confirms, watches, and is told the end."""

import pytest
from playwright.sync_api import expect

from apps.homeowners.tests.importing import lists

from .test_accessibility import fits, grave_findings, still

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WRITTEN_MS = 60_000


def choose(page, file):
    page.get_by_label("Spreadsheet").set_input_files(
        {"name": file.name, "mimeType": "application/octet-stream", "buffer": file.read()}
    )
    page.get_by_role("button", name="See what it would do").click()


def rows(count):
    return ([f"B{number}", f"{number} Oak Park", "BD01", "Seán & Áine Ó Briain", ""] for number in range(count))


def test_a_list_is_judged_and_its_good_rows_go_in_without_script(desk, estate_a):
    page = desk(estate_a.builder, java_script_enabled=False)
    page.goto(f"/developments/{estate_a.development.pk}/homes")
    page.get_by_role("link", name="Import a list").click()
    choose(page, lists.as_csv(lists.the_75(), encoding="cp1252", delimiter=";"))
    expect(page.locator(".would")).to_contain_text("73 new homes")
    errors = page.get_by_role("region", name="Errors").get_by_role("row")
    expect(errors.filter(has_text="BD99")).to_contain_text("Valid: BD01, BD02")
    expect(page.get_by_role("button", name="Import", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Import the good rows only").click()
    expect(page.get_by_text("73 new homes, 0 changed, 0 as they were.")).to_be_visible()
    expect(page.get_by_text("2 rows had errors and were left out.")).to_be_visible()
    page.get_by_role("link", name="To the homes").click()
    expect(page.get_by_role("heading", name="Homes 75")).to_be_visible()


def test_columns_are_chosen_and_a_long_list_is_watched(desk, estate_a):
    page = desk(estate_a.builder)
    page.goto(f"/developments/{estate_a.development.pk}/import")
    choose(page, lists.as_xlsx([["Ref", *lists.PLAIN_HEADER[1:]], *rows(700)]))
    expect(page.get_by_role("alert")).to_contain_text("Unit number")
    page.get_by_role("combobox", name="Ref").select_option("Unit number")
    page.get_by_role("button", name="Look again with these columns").click()
    expect(page.locator(".would")).to_contain_text("700 new homes")
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("700 new homes, 0 changed, 0 as they were.")).to_be_visible(timeout=WRITTEN_MS)
    expect(page.get_by_role("link", name="Later rows")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_its_pages_are_for_everybody(desk, estate_a, theme):
    page = desk(estate_a.builder, **still(theme))
    page.goto(f"/developments/{estate_a.development.pk}/import")
    choose(page, lists.as_csv([["Only one column"], ["1"]]))
    expect(page.get_by_role("alert")).to_contain_text("No column is known")
    assert grave_findings(page) == []
    page.get_by_role("link", name="Choose another file").or_(
        page.get_by_role("link", name="Import a list")
    ).first.click()
    choose(page, lists.as_csv(lists.the_75()))
    for size in ({"width": 390, "height": 844}, {"width": 1280, "height": 800}):
        page.set_viewport_size(size)
        assert grave_findings(page) == []
        assert fits(page)
    page.get_by_role("button", name="Import the good rows only").click()
    page.get_by_role("link", name="Import a list of homes").click()
    assert (grave_findings(page), fits(page)) == ([], True)
