"""A development is set up and filled with a house type and homes, and a home is changed inside the list."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NEW_SITE_OFFICE = "01 555 0111, weekdays 8 to 17"


@pytest.fixture
def begun(desk, estate_a):
    """The page of a development that was just made, where its contacts are asked for."""
    page = desk(estate_a.admin)
    page.get_by_role("link", name="Developments").click()
    page.get_by_role("link", name="New development").click()
    page.get_by_label("Name").fill("Ash Grove")
    page.get_by_role("button", name="Create").click()
    return page


def add_house_type(page):
    page.get_by_role("navigation", name="Parts of this development").get_by_role("link", name="Homes").click()
    page.get_by_role("link", name="Add a house type").click()
    page.get_by_label("Code").fill("BD07")
    for number, (name, length, width) in enumerate([("Kitchen", "4.1", "3.2"), ("Hall", "5", "2")], 1):
        row = page.get_by_role("group", name=f"Room {number}", exact=True)
        row.get_by_label("Room").fill(name)
        row.get_by_label("Length, m").fill(length)
        row.get_by_label("Width, m").fill(width)
    page.get_by_role("button", name="More rows").click()
    expect(page.get_by_role("group", name="Room 5").get_by_label("Room")).to_be_focused()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="BD07")).to_contain_text("2 rooms")


def add_home(page, number):
    page.get_by_role("link", name="Add a home").click()
    page.get_by_label("Number").fill(number)
    page.get_by_label("Address").fill(f"{number} Ash Grove")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("tbody tr").filter(has_text=f"{number} Ash Grove")).to_be_visible()


def test_a_development_is_set_up_and_filled(begun):
    page = begun
    page.get_by_label("Site office").fill(NEW_SITE_OFFICE)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text(NEW_SITE_OFFICE)).to_be_visible()
    add_house_type(page)
    for number in ("1", "2"):
        add_home(page, number)
    page.get_by_role("link", name="Dashboard").click()
    waiting = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Ash Grove"))
    expect(waiting.get_by_role("link", name="2 homes without documents")).to_be_visible()


def test_a_home_is_changed_inside_the_list(desk, estate_a):
    page = desk(estate_a.builder)
    page.goto(f"/developments/{estate_a.development.pk}/homes")
    page.get_by_role("link", name="Edit home 1").click()
    number = page.get_by_label("Number", exact=True)
    expect(number).to_be_focused()
    number.fill("2")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This is taken already.")).to_be_visible()
    expect(number).to_be_focused()
    number.fill("1B")
    page.get_by_label("House type").last.select_option("BD02")
    page.get_by_role("button", name="Save").click()
    row = page.locator("tbody tr").filter(has_text="1B")
    expect(row).to_contain_text("BD02")
    expect(row.get_by_role("link", name="Edit")).to_be_focused()
    page.reload()
    expect(page.locator("tbody tr").filter(has_text="1B")).to_contain_text("BD02")


def test_two_people_change_one_home(desk, estate_a, as_staff):
    page = desk(estate_a.builder)
    page.goto(f"/developments/{estate_a.development.pk}/homes")
    page.get_by_role("link", name="Edit home 1").click()
    page.get_by_label("Address", exact=True).fill("1 Ash Park")
    change = {"address": "1 Elm Park", "eircode": "D02 X285"}
    assert as_staff(estate_a.admin).patch_json(f"/api/developers/units/{estate_a.unit.pk}", change).status_code == 200
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Now: 1 Elm Park")).to_be_visible()
    expect(page.get_by_text("Somebody else has changed this")).to_be_visible()
    expect(page.get_by_label("Address", exact=True)).to_have_value("1 Ash Park")
    page.get_by_role("button", name="Save").click()
    row = page.locator("tbody tr").filter(has_text="1 Ash Park")
    expect(row).to_contain_text("D02 X285")


def test_without_script_a_home_has_a_page_of_its_own(desk, estate_a):
    page = desk(estate_a.builder, java_script_enabled=False)
    page.goto(f"/developments/{estate_a.development.pk}/homes")
    page.get_by_role("link", name="Edit home 1").click()
    page.get_by_label("Eircode").fill("D02 X285")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("D02 X285")).to_be_visible()
