"""An admin finds out what is odd, reads the evidence and says what is done about it."""

import pytest
from playwright.sync_api import expect

from openhouse.testing.anomalies import plain_finding

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_an_admin_reads_a_finding_and_resolves_it(desk, estate_a):
    finding = plain_finding(estate_a.tenant)
    page = desk(estate_a.admin)
    page.goto("/admin-enterprise/anomalies/finding/")
    page.get_by_role("link", name="One person was refused many times").click()
    expect(page.locator(".evidence")).to_contain_text(finding.evidence[0]["id"])
    page.get_by_label("Note").fill("A script of ours; it is fixed.")
    page.get_by_role("button", name="Resolve").click()
    expect(page.locator(".messagelist")).to_contain_text("resolved")
    expect(page.locator(".field-note")).to_contain_text("A script of ours")
