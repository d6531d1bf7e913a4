"""The enterprise admin in a browser, under the same content security policy as everything else."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"width": 390, "height": 844}


def add(page: Page, model: str) -> None:
    page.goto(f"/admin-enterprise/{model}/add/")


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def test_an_admin_adds_a_home_and_its_resident(desk, estate_a):
    page = desk(estate_a.admin)
    page.goto("/admin-enterprise/")
    expect(page.locator(".work-scope")).to_contain_text(estate_a.tenant.name)
    add(page, "developments/unit")
    page.get_by_label("Development:").select_option(label="Oak Park")
    page.get_by_label("Unit number:").fill("77")
    page.get_by_label("Address:").fill("77 Oak Park")
    page.get_by_label("House type code:").fill("ZZ99")
    save(page)
    expect(page.locator(".errorlist")).to_contain_text("BD01, BD02")
    page.get_by_label("House type code:").fill("BD01")
    save(page)
    expect(page.locator(".messagelist")).to_contain_text("added successfully")
    add(page, "homeowners/homeowner")
    page.locator(".select2-selection").click()
    page.locator(".select2-search__field").fill("77")
    page.locator(".select2-results__option", has_text="77 Oak Park").click()
    page.get_by_label("Name:").fill("Niamh Byrne")
    save(page)
    expect(page.locator("#result_list")).to_contain_text("Niamh Byrne")


def test_an_admin_makes_a_builder_who_can_sign_in(desk, estate_a, open_context):
    page = desk(estate_a.admin)
    add(page, "tenants/staff")
    page.get_by_label("Email:").fill("new.builder@example.test")
    page.get_by_label("Name:").fill("New Builder")
    page.get_by_label("Role:").select_option("developer")
    page.get_by_label("Developments:").select_option(label="Oak Park")
    page.get_by_label("New password:").fill("short")
    save(page)
    expect(page.locator(".errorlist")).to_contain_text("too short")
    page.get_by_label("New password:").fill("a wholly different phrase")
    save(page)
    expect(page.locator("#result_list")).to_contain_text("new.builder@example.test")
    other = open_context().new_page()
    other.goto("/accounts/login")
    other.get_by_label("E-mail").fill("new.builder@example.test")
    other.get_by_label("Password").fill("a wholly different phrase")
    other.get_by_role("button", name="Sign in").click()
    other.wait_for_url("**/dashboard")


def test_an_operator_enters_a_tenant_and_leaves_it(desk, super_admin, estate_a, estate_b):
    page = desk(super_admin)
    page.goto(f"/admin-enterprise/tenants/tenant/?q={estate_a.tenant.slug}")
    page.get_by_role("link", name=estate_a.tenant.name).click()
    page.get_by_role("button", name="Work in this tenant").click()
    expect(page.locator(".work-scope")).to_contain_text(estate_a.tenant.name)
    page.goto("/admin-enterprise/tenants/staff/")
    expect(page.locator("#result_list")).to_contain_text(estate_a.admin.email)
    expect(page.locator("#result_list")).not_to_contain_text(estate_b.admin.email)
    page.get_by_role("button", name="Leave").click()
    expect(page.locator(".work-scope")).to_contain_text("All tenants")


def test_every_list_fits_a_phone(desk, estate_a):
    page = desk(estate_a.admin, viewport=PHONE)
    models = ("developments/unit/", "homeowners/homeowner/", "tenants/staff/", "audit/auditentry/")
    for address in (*models, "sessions", "jobs"):
        page.goto(f"/admin-enterprise/{address}")
        expect(page.locator("#content-main")).to_be_visible()
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["width"], address


def test_signing_out_ends_the_admin_too(desk, estate_a):
    page = desk(estate_a.admin)
    page.goto("/admin-enterprise/")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/admin-enterprise/developments/unit/")
    expect(page).to_have_url("/accounts/login?next=%2Fadmin-enterprise%2Fdevelopments%2Funit%2F")
