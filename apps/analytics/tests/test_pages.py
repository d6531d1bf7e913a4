"""The pages of figures without any script: numbers in tables, a form for the days, and nothing of others."""

import re

import pytest

from apps.core.calendar import today

ADMIN = "/admin-enterprise/analytics/dayfigures/"
REPORTS = ["overview", "chat", "retrieval", "documents", "system-load"]


@pytest.fixture
def lived_in(estate_a, guide, ask, roll_up):
    ask(estate_a.homeowner)
    ask(estate_a.neighbour, "Who sells violins?")
    roll_up(estate_a)
    return estate_a


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_builder_reads_the_figures_of_a_development(lived_in, estate_b, as_staff):
    path = f"/developments/{lived_in.development.pk}/analytics"
    page = as_staff(lived_in.builder).get(path)
    told = text_of(page)
    assert page.status_code == 200
    for words in ("Questions 2", "Answered 50%", "Active homes 2", "Heating and hot water 1", "Home user guide 1"):
        assert words in told
    assert as_staff(estate_b.builder).get(path).status_code == 404


@pytest.mark.parametrize("query", [{"from": "2026-02-30"}, {"from": "2026-03-02", "to": "2026-03-01"}, {"to": "x"}])
def test_days_that_make_no_sense_are_told_and_the_usual_ones_shown(lived_in, as_staff, query):
    page = as_staff(lived_in.builder).get(f"/developments/{lived_in.development.pk}/analytics", query)
    assert (page.status_code, 'role="alert"' in page.content.decode()) == (400, True)
    assert f'id="to" name="to" value="{today()}"' in page.content.decode()


@pytest.mark.parametrize("report", REPORTS)
def test_an_admin_reads_every_report_of_the_tenant_alone(lived_in, estate_b, as_staff, report):
    own, other = (as_staff(estate.admin).get(f"{ADMIN}{report}/") for estate in (lived_in, estate_b))
    assert (own.status_code, other.status_code) == (200, 200)
    if report in ("overview", "chat"):
        assert "Questions 2" in text_of(own)
        assert "Questions 0" in text_of(other)
    assert "Home user guide" not in text_of(other)
    assert as_staff(lived_in.builder).get(f"{ADMIN}{report}/").status_code == 403


def test_an_operator_reads_the_reports_of_all_tenants(lived_in, super_admin, as_staff):
    client = as_staff(super_admin)
    assert lived_in.tenant.name in text_of(client.get(f"{ADMIN}overview/"))
    assert client.get(f"{ADMIN}overview/", {"from": "2026-02-30"}).status_code == 400
    assert "Show as charts" in text_of(client.get(ADMIN))
