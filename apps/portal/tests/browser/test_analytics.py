"""Figures over time in a browser: drawn from their tables, readable in every theme and size, and without script too."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from apps.analytics.models import DayFigures
from apps.core.calendar import today
from openhouse.testing.estates import PASSWORD
from openhouse.testing.papers import ready_document

from .conftest import PHONE
from .test_accessibility import DESK, THEMES, fits, grave_findings, still

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ADMIN = "/admin-enterprise/analytics/dayfigures"
COUNTS = {
    "questions": 9,
    "outcome.answered": 5,
    "outcome.closest": 1,
    "outcome.not_found": 2,
    "outcome.safety": 1,
    "rating.up": 3,
    "rating.down": 1,
    "homes": 4,
    "since.first": 4,
    "citations": 6,
    "took.150": 6,
    "took.300": 3,
    "topic.heating": 5,
    "topic.kitchen": 3,
    "topic.other": 1,
    "engine.extractive": 9,
    "searches": 9,
    "found.answered": 6,
    "found.not_found": 3,
    "mode.hybrid": 7,
    "mode.keyword": 2,
    "score.4": 6,
    "coverage.7": 5,
}


@pytest.fixture
def lived_in(estate_a, platform):
    """A month in which every day had questions, some more than others."""
    ready_document(estate_a)
    with platform():
        DayFigures.objects.bulk_create(
            DayFigures(
                tenant=estate_a.tenant,
                development=development,
                day=today() - timedelta(days=ago),
                counts={name: number + ago * 7 % 5 for name, number in COUNTS.items()},
            )
            for development in (estate_a.development, None)
            for ago in range(25)
        )
    return estate_a


@THEMES
def test_a_builder_sees_each_plot_beside_its_table(desk, lived_in, theme):
    page = desk(lived_in.builder, **still(theme))
    page.goto(f"/developments/{lived_in.development.pk}")
    page.get_by_role("link", name="Analytics").click()
    expect(page.get_by_role("img", name="Questions per day: Answered")).to_be_visible()
    expect(page.locator("canvas")).to_have_count(5)
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        assert (size, grave_findings(page), fits(page)) == (size, [], True)
    page.locator("#topics summary").click()
    expect(page.locator("#topics table")).to_contain_text("Heating and hot water")
    assert grave_findings(page) == []
    page.get_by_label("From").fill("2026-01-01")
    page.get_by_label("To", exact=True).fill("2026-01-31")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#questions")).to_contain_text("Nothing in these days.")


def test_without_script_the_tables_are_open(open_context, lived_in):
    page = open_context(java_script_enabled=False).new_page()
    page.goto("/accounts/login")
    page.get_by_label("E-mail").fill(lived_in.builder.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"/developments/{lived_in.development.pk}/analytics")
    expect(page.locator("#questions table")).to_be_visible()
    expect(page.locator("#topics table")).to_contain_text("Kitchen and appliances")


@THEMES
def test_an_admin_reads_every_report(desk, lived_in, theme):
    page = desk(lived_in.admin, **still(theme))
    page.goto(f"{ADMIN}/")
    page.get_by_role("link", name="Show as charts").click()
    for report in ("Overview", "Questions and answers", "Search", "Documents", "System load"):
        page.get_by_role("navigation", name="Reports").get_by_role("link", name=report).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(report)
        assert (report, grave_findings(page), fits(page)) == (report, [], True)
