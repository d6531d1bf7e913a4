"""A part of a page that fails says so in its place, and leaves the page, its transaction and the others alone."""

import logging
import re

import pytest
from django.db import connection, transaction

from apps.analytics import admin as analytics_admin
from apps.analytics import reports
from apps.anomalies import evidence
from apps.audit import explorer
from apps.audit.events import AuditEvent
from apps.audit.models import AuditEntry
from apps.audit.services import record
from apps.core import row_security
from apps.core.errors import NotFound
from apps.documents import workload
from apps.homeowners.importing import selectors as imports
from apps.portal.pages import admin_panels, dashboard, development
from apps.tenants import live_sessions, locked_accounts, rate_limits

# Where figures are shown, and what reads them.
PLACES = {
    "dashboard": ("/dashboard", dashboard, "attention"),
    "overview": ("/developments/{}", development, "attention"),
    "analytics": ("/developments/{}/analytics", reports, "development"),
}
FAILED, ERRORS = "This part could not be loaded", "/admin-enterprise/panels/client-errors"


def broken(*args, **kwargs):
    raise ValueError("a name that nobody may read")


def broken_in_sql(*args, **kwargs):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")


@pytest.mark.parametrize("cause", [broken, broken_in_sql])
@pytest.mark.parametrize("where", PLACES)
def test_figures_that_fail_do_not_take_the_page_with_them(estate_a, as_staff, monkeypatch, caplog, cause, where):
    address, module, name = PLACES[where]
    address, client = address.format(estate_a.development.pk), as_staff(estate_a.builder)
    assert FAILED not in client.get(address).content.decode()
    monkeypatch.setattr(module, name, cause)
    with caplog.at_level(logging.ERROR):
        page = client.get(address)
    text, request_id = page.content.decode(), page.headers["X-Request-ID"]
    assert page.status_code == 200
    assert FAILED in text
    assert f"<code data-panel-id>{request_id}</code>" in text
    assert estate_a.builder.name in text
    assert "nobody may read" not in text
    lines = [line for line in (record.msg for record in caplog.records) if isinstance(line, dict)]
    failures = [line["event"] for line in lines if line["level"] == "error" and line["request_id"] == request_id]
    assert failures == ["panel_failed"]


@pytest.fixture
def watched_rows(estate_a):
    """By model: a finding and a row of the trail of estate A."""
    from openhouse.testing.anomalies import watched

    rows = {type(row): row for row in watched(estate_a.tenant)}
    with row_security.service_scope(None, "test") as principal, transaction.atomic():
        record(AuditEvent.UNITS_EXPORTED, principal, subject=estate_a.development, shape="csv")
        rows[AuditEntry] = AuditEntry.objects.filter(tenant_id=estate_a.tenant.pk).latest("at")
    return rows


# Parts of the admin's pages: where, what reads it, and what stands there still. A worker beside browser tests of the
# same run may have sealed the rows.
ADMIN_PARTS = {
    "sessions": ("sessions", live_sessions, "of_tenant", "Access tokens"),
    "locks": ("locked-accounts", locked_accounts, "within_reach", "it opens by itself"),
    "limits": ("limits", rate_limits, "near", "the fullest first"),
    "unread": ("jobs", workload, "unread", "Imports of homes"),
    "rereadings": ("jobs", workload, "rereadings", "All documents are read."),
    "imports": ("jobs", imports, "recent", "All documents are read."),
    "volume": ("audit/auditentry/", explorer, "volume", "Nothing has been sealed yet|Last seal"),
    "last seal": ("audit/auditentry/", explorer, "last_seal", "Rows per day"),
    "rows of a request": ("audit/auditentry/{AuditEntry}/change/", explorer, "same_request", "Not sealed yet|Sealed "),
    "seal": ("audit/auditentry/{AuditEntry}/change/", explorer, "seal_of", "Rows of the same request"),
    "evidence": ("anomalies/finding/{Finding}/change/", evidence, "linked", "Acknowledge"),
}


@pytest.mark.parametrize("where", ADMIN_PARTS)
def test_a_part_of_the_admin_fails_alone(estate_a, as_staff, watched_rows, monkeypatch, where):
    address, module, name, still_there = ADMIN_PARTS[where]
    address = "/admin-enterprise/" + address.format(**{kind.__name__: row.pk for kind, row in watched_rows.items()})
    client = as_staff(estate_a.admin)
    assert FAILED not in client.get(address).content.decode()
    monkeypatch.setattr(module, name, broken_in_sql)
    page = client.get(address)
    text = page.content.decode()
    assert (page.status_code, text.count(FAILED)) == (200, 1)
    assert f"<code data-panel-id>{page.headers['X-Request-ID']}</code>" in text
    assert re.search(still_there, text, re.IGNORECASE)
    assert "division" not in text


def test_a_report_of_the_admin_fails_alone(estate_a, as_staff, monkeypatch):
    client, address = as_staff(estate_a.admin), "/admin-enterprise/analytics/dayfigures/overview/"
    assert FAILED not in client.get(address).content.decode()
    monkeypatch.setitem(analytics_admin.PAGES, "overview", ("Overview", broken_in_sql, None))
    page = client.get(address)
    assert (page.status_code, FAILED in page.content.decode()) == (200, True)


def test_a_refusal_is_still_the_pages(estate_a, as_staff, monkeypatch):
    def refuse(*args, **kwargs):
        raise NotFound

    monkeypatch.setattr(dashboard, "attention", refuse)
    assert as_staff(estate_a.builder).get("/dashboard").status_code == 404


def test_a_panel_is_a_fragment_for_script_and_a_page_for_people(estate_a, as_staff):
    client = as_staff(estate_a.admin)
    fragment = client.get(ERRORS, headers={"X-Panel": "1"}).content.decode()
    whole = client.get(ERRORS).content.decode()
    assert fragment.startswith("<div data-panel-found>")
    assert "<html" in whole
    assert "data-panel-found" in whole
    for text in (fragment, whole):
        assert "No browser told of an error." in text


def test_panels_show_the_own_tenant(estate_a, estate_b, as_staff):
    for estate, message in ((estate_a, "Of theirs"), (estate_b, "Of others")):
        report = {"kind": "error", "message": message, "page": "/documents"}
        assert as_staff(estate.builder).post_json("/api/log/client", report).status_code == 202
    text = as_staff(estate_a.admin).get(ERRORS).content.decode()
    assert "Of theirs" in text
    assert "Of others" not in text
    assert as_staff(estate_a.builder).get(ERRORS).status_code == 403


def test_a_panel_that_fails_is_answered_with_an_id(estate_a, as_staff, monkeypatch):
    monkeypatch.setattr(admin_panels.ClientErrorsPanel, "figures", broken)
    client = as_staff(estate_a.admin)
    answer = client.get(ERRORS, headers={"X-Panel": "1"})
    assert answer.status_code == 500
    assert answer.headers["X-Request-ID"] in answer.content.decode()
    index = client.get("/admin-enterprise/").content.decode()
    assert ERRORS in index
    assert "js/panels.js" in index
