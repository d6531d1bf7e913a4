"""The enterprise admin's pages of sessions, limits and jobs, and the explorer of the trail, without own script."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_an_admin_finds_a_session_and_ends_it(desk, estate_a, as_staff):
    builder, page = as_staff(estate_a.builder), desk(estate_a.admin)
    page.goto("/admin-enterprise/")
    page.get_by_role("link", name="Sessions", exact=True).click()
    row = page.get_by_role("row").filter(has_text=estate_a.builder.name)
    row.locator("summary").click()
    row.get_by_role("button", name="Yes, do it").click()
    expect(page.locator(".messagelist")).to_contain_text("The session has ended")
    assert builder.get("/api/auth/me").status_code == 401


def test_the_trail_is_explored_by_day(desk, estate_a):
    page = desk(estate_a.admin)
    page.goto("/admin-enterprise/audit/auditentry/")
    page.get_by_label("From").fill("2020-01-01")
    page.locator(".period-filter").get_by_role("button", name="Show").click()
    expect(page.locator(".explorer table")).to_be_visible()
    page.locator(".explorer tbody th a").first.click()
    expect(page).to_have_url(re.compile("until="))
