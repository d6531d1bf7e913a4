"""What the figures look like from outside: asked over HTTP, counted, and read by those who may."""

import csv
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.analytics import services
from apps.core import row_security
from apps.core.calendar import today

CHAT = "/api/chat/messages"
ADMIN = "/api/admin/analytics"
REPORTS = ["overview", "chat", "retrieval", "documents"]


def path_of(estate):
    return f"/api/developers/developments/{estate.development.pk}/analytics"


@pytest.fixture
def read(as_staff):
    """`read(person, path, **query)` is the report as JSON."""

    def got(person, path, **query):
        response = as_staff(person).get(path, query)
        assert response.status_code == 200, response.content
        return response.json()

    return got


@pytest.fixture
def lived_in(estate_a, guide, ask, roll_up, as_homeowner):
    """Two homes asked three questions today, and one rated its answer."""
    client = as_homeowner(estate_a.homeowner)
    client.post_json(f"{CHAT}/{ask(estate_a.homeowner)['id']}/feedback", {"rating": "up"})
    ask(estate_a.partner, "Who sells violins?")
    ask(estate_a.neighbour)
    roll_up(estate_a)
    return estate_a


def test_a_builder_sees_a_developments_figures(lived_in, read, guide):
    report = read(lived_in.builder, path_of(lived_in))
    totals = report["totals"]
    assert (totals["questions"], totals["answered"], totals["not_found"]) == (3, 2, 1)
    assert (totals["rated_up"], totals["active_homes"], totals["answered_share"]) == (1, 2, 0.6667)
    assert (len(report["days"]), report["days"][-1]["day"]) == (30, str(today()))
    assert (report["days"][-1]["questions"], report["days"][-1]["active_homes"]) == (3, 2)
    assert report["topics"][0] == {"topic": "heating", "label": "Heating and hot water", "questions": 2}
    assert report["documents"] == [
        {"document": str(guide.pk), "title": "Home user guide", "development": "Oak Park", "answers": 2}
    ]
    assert report["response_time"]["median_ms"] > 0
    assert sum(step["number"] for step in report["response_time"]["steps"]) == 3


def test_an_admin_sees_the_tenants_figures(lived_in, read):
    overview, chat, retrieval, documents = (read(lived_in.admin, f"{ADMIN}/{name}") for name in REPORTS)
    assert [(place["name"], place["questions"]) for place in overview["places"]] == [("Oak Park", 3)]
    assert (overview["totals"]["questions"], chat["totals"]["questions"]) == (3, 3)
    assert sum(engine["answers"] for engine in chat["engines"]) == 3
    assert (retrieval["totals"]["searches"], retrieval["totals"]["not_found"]) == (3, 1)
    assert retrieval["audiences"] == [{"audience": "homeowner", "searches": 3}]
    assert sum(tenth["searches"] for tenth in retrieval["coverage"]) > 0
    assert (documents["totals"]["ready"], documents["totals"]["unused"], documents["totals"]["citations"]) == (1, 0, 2)


def test_nobody_sees_figures_of_others(lived_in, estate_b, read, as_staff, as_homeowner):
    assert read(estate_b.admin, f"{ADMIN}/overview")["totals"]["questions"] == 0
    assert read(estate_b.admin, f"{ADMIN}/retrieval")["totals"]["searches"] == 0
    assert read(estate_b.admin, f"{ADMIN}/documents")["documents"] == []
    for person in (estate_b.builder, lived_in.sibling_builder, estate_b.admin):
        assert as_staff(person).get(path_of(lived_in)).status_code == 404
    for client in (as_staff(lived_in.builder), as_homeowner(lived_in.homeowner)):
        assert client.get(f"{ADMIN}/overview").status_code == 403


def test_an_operator_sees_all_tenants_or_the_one_worked_in(lived_in, estate_b, super_admin, as_staff):
    client = as_staff(super_admin)
    everywhere = client.get(f"{ADMIN}/overview").json()
    assert lived_in.tenant.name in [place["name"] for place in everywhere["places"]]
    assert everywhere["totals"]["active_homes"] >= 2
    assert client.post_json("/api/admin/scope", {"tenant": estate_b.tenant.slug}).status_code == 204
    assert client.get(f"{ADMIN}/overview").json()["totals"]["questions"] == 0
    assert client.get(f"{ADMIN}/overview", {"tenant": lived_in.tenant.slug}).status_code == 400


def test_a_home_is_counted_once_in_any_range(estate_a, guide, ask, roll_up, back_date, read):
    for moment in ("2026-03-01T12:00Z", "2026-03-03T12:00Z"):
        back_date(ask(estate_a.homeowner), moment)
    back_date(ask(estate_a.neighbour), "2026-03-02T12:00Z")
    roll_up(estate_a)
    for first, last, homes, questions in (
        ("01", "03", 2, 3),
        ("01", "01", 1, 1),
        ("02", "03", 2, 2),
        ("04", "05", 0, 0),
    ):
        report = read(estate_a.builder, path_of(estate_a), **{"from": f"2026-03-{first}", "to": f"2026-03-{last}"})
        assert (report["totals"]["active_homes"], report["totals"]["questions"]) == (homes, questions)


@pytest.mark.parametrize(
    ("first", "last", "status"),
    [
        ("2026-01-01", "2027-01-01", 200),  # 366 days
        ("2026-01-01", "2027-01-02", 400),
        ("2026-01-02", "2026-01-01", 400),
        ("2026-01-01", "2026-01-01", 200),
        ("0001-01-01", "0001-01-01", 200),
        ("9999-12-01", "9999-12-31", 200),
        ("2026-02-30", "2026-03-01", 400),
        ("yesterday", "today", 400),
        ("", "2026-01-01", 400),
    ],
)
def test_a_range_is_a_year_at_most_and_the_right_way_round(estate_a, as_staff, first, last, status):
    for person, path in ((estate_a.builder, path_of(estate_a)), (estate_a.admin, f"{ADMIN}/overview")):
        assert as_staff(person).get(path, {"from": first, "to": last}).status_code == status


@pytest.mark.parametrize("query", [{"from": "0001-01-05"}, {"to": "0001-01-05"}, {"from": "9999-12-31"}])
def test_half_a_range_at_the_ends_of_time_is_no_error_of_ours(estate_a, as_staff, query):
    assert as_staff(estate_a.builder).get(path_of(estate_a), query).status_code in (200, 400)


def test_what_is_just_counted_is_shown_at_once(lived_in, ask, roll_up, read):
    assert read(lived_in.builder, path_of(lived_in))["totals"]["questions"] == 3
    ask(lived_in.homeowner)
    assert read(lived_in.builder, path_of(lived_in))["totals"]["questions"] == 3
    roll_up(lived_in)
    assert read(lived_in.builder, path_of(lived_in))["totals"]["questions"] == 4


def test_a_report_that_is_kept_costs_fewer_statements_and_no_days_more(lived_in, as_staff, ask, back_date, roll_up):
    client, year = as_staff(lived_in.builder), {"from": str(today() - timedelta(days=365))}
    costs = []
    for _ in range(2):
        for _ in range(2):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(path_of(lived_in), year).status_code == 200
            costs.append(len(captured))
        back_date(ask(lived_in.homeowner), "2026-06-01T12:00Z")
        roll_up(lived_in)
    assert costs[1] < costs[0] == costs[2]
    assert costs[1] == costs[3]


def test_the_load_of_the_system_is_told_without_naming_anybody(lived_in, estate_b, as_staff):
    client = as_staff(lived_in.admin)
    assert client.get("/api/admin/units").status_code == 200
    assert as_staff(lived_in.builder).get("/api/admin/units").status_code == 403
    with row_security.service_scope(None, "test"):
        services.tell_alive()
    load = client.get(f"{ADMIN}/system-load").json()
    assert (len(load["minutes"]), load["worker"]["alive"]) == (60, True)
    assert (load["totals"]["requests"], load["totals"]["refused"]) == (1, 1)
    assert load["jobs"] == {"queued": 0, "reading": 0, "failed": 0, "oldest_queued_at": None}
    assert as_staff(estate_b.admin).get(f"{ADMIN}/system-load").json()["totals"]["refused"] == 0
    assert client.get(f"{ADMIN}/system-load", {"from": "2026-01-01"}).status_code == 400


def test_days_can_be_taken_along_as_csv(lived_in, estate_b, as_staff):
    day = {"from": str(today()), "to": str(today())}
    for person, path in ((lived_in.builder, path_of(lived_in)), (lived_in.admin, f"{ADMIN}/overview")):
        response = as_staff(person).get(f"{path}/days.csv", day, headers={"Accept": "text/csv"})
        assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
        (row,) = csv.DictReader(response.getvalue().decode().splitlines())
        assert (row["day"], row["questions"], row["not_found"]) == (str(today()), "3", "1")
    assert as_staff(estate_b.builder).get(f"{path_of(lived_in)}/days.csv").status_code == 404
