"""A builder hands out cards: issued, printed, scanned by a household, watched, replaced; and a person is removed."""

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import expect

from .conftest import PHONE, path_of
from .test_accessibility import DESK, THEMES, fits, grave_findings, still

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def printed(page, name):
    """The addresses in the codes of the sheet that this button downloads."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name, exact=True).click()
    assert waiting.value.suggested_filename.endswith(".pdf")
    with pypdfium2.PdfDocument(waiting.value.path()) as document:
        return [found.text for found in zxingcpp.read_barcodes(document[0].render(scale=2).to_pil())]


def test_cards_are_printed_scanned_and_replaced_without_script(desk, open_context, estate_a):
    page = desk(estate_a.builder, java_script_enabled=False)
    page.goto(f"/developments/{estate_a.development.pk}/people")
    page.get_by_role("button", name="Issue the 2 missing cards").click()
    expect(page.get_by_text("2 cards were issued.")).to_be_visible()
    addresses = printed(page, "Print all cards")
    assert len(addresses) == 2
    page.get_by_label("Tick home 1").check()
    (address,) = printed(page, "Print")
    assert address in addresses

    phone = open_context().new_page()
    phone.goto(path_of(address))
    phone.get_by_role("link", name="Go to my home").click()
    phone.get_by_label("Your question").wait_for()
    page.reload()
    expect(
        page.locator("tr").filter(has_text=estate_a.unit.address).get_by_text("Signed in", exact=True)
    ).to_be_visible()

    page.get_by_label("Tick home 1").check()
    page.get_by_role("button", name="Replace").click()
    expect(page.get_by_role("heading", name="Replace this card?")).to_be_visible()
    page.get_by_role("button", name="Replace").click()
    expect(page.get_by_text("1 card was replaced.")).to_be_visible()
    late = open_context().new_page()
    late.goto(path_of(address))
    expect(late.get_by_role("heading", name="We do not know this code")).to_be_visible()


def test_a_person_is_added_and_removed_with_all_their_data(desk, estate_a):
    page = desk(estate_a.builder)
    page.goto("/homeowners?q=1 Oak Park")
    page.get_by_role("link", name="Open home 1").click()
    page.get_by_text("Add a person").click()
    page.get_by_label("Name").fill("Aoife Ó Briain")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("link", name="Aoife Ó Briain").click()
    page.get_by_role("link", name="Remove this person").click()
    expect(page.get_by_role("heading", name="Remove Aoife Ó Briain?")).to_be_visible()
    page.get_by_role("button", name="Remove, with all their data").click()
    expect(page.get_by_text("Removed, with everything")).to_be_visible()
    expect(page.get_by_role("link", name="Aoife Ó Briain")).to_have_count(0)


@THEMES
def test_the_pages_of_people_can_be_used_by_everybody(desk, join, open_context, estate_a, theme):
    join(open_context(), estate_a.unit)
    page = desk(estate_a.builder, **still(theme))
    home, person = f"/developments/{estate_a.development.pk}/people", f"/homeowners/{estate_a.homeowner.pk}"
    for path in ("/homeowners", home, f"{home}/{estate_a.unit.pk}", person, f"{person}/remove"):
        page.goto(path)
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            assert (path, size, grave_findings(page), fits(page)) == (path, size, [], True)
    page.goto(home)
    page.get_by_label("Tick all on this page").check()
    page.get_by_role("button", name="Revoke").click()
    assert grave_findings(page) == []
