"""The trail as an enterprise admin reads and exports it."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import transaction

from apps.audit import exports, ocsf, services
from apps.audit.events import CATALOGUE, AuditEvent
from apps.audit.models import AuditLog
from apps.core import row_security

TRAIL, EXPORT = "/api/admin/audit", "/api/admin/audit/export"


@pytest.fixture
def events(estate_a):
    """Five creations and one sign-out on the tenant's trail."""
    with row_security.service_scope(None, "test") as principal, transaction.atomic():
        for event in [AuditEvent.TENANT_CREATED] * 5 + [AuditEvent.SIGNED_OUT]:
            services.record(event, principal, tenant_id=estate_a.tenant.id)
    return estate_a


def names(response):
    return [row["event"] for row in response.json()["results"]]


def test_admin_reads_own_tenant_and_nothing_else(events, estate_b, as_staff):
    own = as_staff(events.admin).get(TRAIL)
    assert own.status_code == 200
    assert names(own).count("tenant.created") == 5
    assert {row["tenant"] for row in own.json()["results"]} == {str(events.tenant.id)}
    assert "tenant.created" not in names(as_staff(estate_b.admin).get(TRAIL))


def test_builder_and_homeowner_read_nothing(events, as_staff, as_homeowner):
    assert as_staff(events.builder).get(TRAIL).status_code == 403
    assert as_homeowner(events.homeowner).get(TRAIL).status_code == 403


def test_refused_call_is_on_the_trail_itself(events, as_staff):
    refused = as_staff(events.builder).get(TRAIL)
    rows = as_staff(events.admin).get(TRAIL, {"request_id": refused.headers["X-Request-ID"]}).json()["results"]
    assert [(row["event"], row["status"], row["actor_id"]) for row in rows] == [
        ("request.refused", 403, str(events.builder.id))
    ]
    assert rows[0]["request_payload"] == {
        "permission": "audit.view",
        "code": "forbidden",
        "reason": "developer lacks audit.view",
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"event": "staff.signed_out"}, {"staff.signed_out"}),
        ({"category": "change"}, {"tenant.created"}),
        ({"actor": "11111111-1111-4111-8111-111111111111"}, set()),
        ({"since": "2020-01-01T00:00:00Z", "category": "session"}, {"staff.signed_out"}),
        ({"until": "2020-01-01T00:00:00Z"}, set()),
    ],
    ids=str,
)
def test_filters(events, as_staff, query, expected):
    assert set(names(as_staff(events.admin).get(TRAIL, query))) == expected


def test_each_filter_finds_the_row_it_describes_and_no_other(events, as_staff, superuser):
    """Two rows that differ in everything that can be asked for."""
    builder, other = as_staff(events.builder), as_staff(events.admin)
    asked = builder.get("/api/developers/developments")
    document = f"/api/developers/developments/{events.development.pk}"
    changed = other.patch_json(document, {"name": "Oak Grove"}).headers["X-Request-ID"]
    kept = "at, actor_id, actor_role, event, category, ip_address, request_id, subject_id"
    rows = [
        superuser.execute(f"SELECT {kept} FROM audit_log WHERE request_id = %s AND event = %s", found).fetchone()
        for found in ((asked.headers["X-Request-ID"], "request"), (changed, "development.changed"))
    ]
    names_asked = ("actor", "role", "event", "category", "address", "request_id")
    read, change = (dict(zip(names_asked, row[1:7], strict=True)) for row in rows)
    assert all(read[name] != change[name] for name in names_asked)
    change |= {"subject": rows[1][7], "since": rows[1][0].isoformat()}
    read |= {"until": rows[1][0].isoformat()}
    for wanted, unwanted in ((read, change), (change, read)):
        for name, value in wanted.items():
            found = as_staff(events.admin).get(TRAIL, {name: str(value), "page_size": 200}).json()["results"]
            kinds = {(row["request_id"], row["event"]) for row in found}
            assert (wanted["request_id"], wanted["event"]) in kinds, name
            assert (unwanted["request_id"], unwanted["event"]) not in kinds, name


@pytest.mark.parametrize(
    "query", [{"event": "nonsense"}, {"tenant": "x"}, {"cursor": "x"}, {"since": "yesterday"}], ids=str
)
def test_filter_that_is_none_is_400(events, as_staff, query):
    response = as_staff(events.admin).get(TRAIL, query)
    assert (response.status_code, response.json()["code"]) == (400, "invalid")


def test_pages_follow_each_other_without_gap_or_repeat(events, as_staff):
    client, seen = as_staff(events.admin), []
    page = client.get(TRAIL, {"page_size": 2, "event": "tenant.created"})
    while True:
        seen += [row["id"] for row in page.json()["results"]]
        if not (following := page.json()["next"]):
            break
        page = client.get(following)
    assert len(seen) == len(set(seen)) == 5


def test_export_streams_every_shape_and_is_audited(events, as_staff, monkeypatch):
    monkeypatch.setattr(exports, "SLICE", 2)
    client = as_staff(events.admin)
    texts = {
        shape: b"".join(client.get(EXPORT, {"shape": shape, "event": "tenant.created"}).streaming_content).decode()
        for shape in exports.FORMATS
    }
    lines = [json.loads(line) for line in texts["jsonl"].splitlines()]
    assert [line["event"] for line in lines] == ["tenant.created"] * 5
    table = list(csv.DictReader(io.StringIO(texts["csv"])))
    assert [row["id"] for row in table] == [line["id"] for line in lines]
    siem = [json.loads(line) for line in texts["ocsf"].splitlines()]
    assert {event["class_uid"] for event in siem} == {3004}
    assert [event["metadata"]["uid"] for event in siem] == [line["id"] for line in lines]
    assert names(client.get(TRAIL, {"event": "audit.exported"})) == ["audit.exported"] * 3


def empty_values(value, path=""):
    """Where an event holds nothing in the place of something; a SIEM refuses an empty address or id."""
    if isinstance(value, dict):
        return [found for name, inner in value.items() for found in empty_values(inner, f"{path}.{name}")]
    return [path] if value in ("", None) else []


# What OCSF 1.3 requires of each class beside what all of them have.
REQUIRED = {
    3002: {"user", "service"},
    6003: {"actor", "api", "src_endpoint"},
    3004: {"entity"},
    2004: {"finding_info"},
}
ALWAYS = {"activity_id", "category_uid", "class_uid", "metadata", "severity_id", "time", "type_uid"}


@pytest.mark.parametrize("outside_a_request", [True, False])
def test_every_event_is_a_whole_ocsf_event(estate_a, platform, outside_a_request):
    seen = set()
    for event, spec in CATALOGUE.items():
        where = {} if outside_a_request else {"request_path": "/api/x", "request_method": "GET", "request_id": "a" * 8}
        row = AuditLog(
            tenant_id=estate_a.tenant.pk, actor_role="anonymous", event=event, category=spec.category, **where
        )
        told = ocsf.event(row)
        assert told.keys() >= ALWAYS | REQUIRED[told["class_uid"]], event
        assert told["type_uid"] == told["class_uid"] * 100 + told["activity_id"]
        assert empty_values(told) == []
        assert told["metadata"]["product"]["vendor_name"]
        seen.add(told["class_uid"])
    assert seen == set(REQUIRED)


def test_a_failed_sign_in_is_a_failed_logon(estate_a, super_admin, as_staff, anonymous):
    wrong = {"email": estate_a.admin.email, "password": "wrong password 123"}
    refused = anonymous().post_json("/api/auth/login", wrong).headers["X-Request-ID"]
    found = as_staff(super_admin).get(EXPORT, {"shape": "ocsf", "request_id": refused, "event": "staff.sign_in_failed"})
    event = json.loads(b"".join(found.streaming_content))
    assert (event["class_uid"], event["activity_id"], event["status_id"]) == (3002, 1, 2)


def test_export_command_begins_on_the_day_that_is_asked_for(events, capsys):
    today = datetime.now(UTC).date()
    for since, some in ((today - timedelta(days=1), True), (today + timedelta(days=2), False)):
        call_command("export_audit", "--tenant", events.tenant.slug, "--since", str(since), "--format", "csv")
        header, *rows = capsys.readouterr().out.splitlines()
        assert (header.split(",")[:2], bool(rows)) == (["id", "at"], some)


def test_export_command_writes_one_tenants_rows_only(events, estate_b, capsys):
    call_command("export_audit", "--tenant", events.tenant.slug)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {line["tenant_id"] for line in lines} == {str(events.tenant.id)}
    assert lines[0]["event"] == "audit.exported"


@pytest.mark.parametrize("text", ["=cmd()", "+1", "-1", "@x", "\tx"])
def test_cell_is_never_a_formula(text, estate_a):
    row = AuditLog(tenant_id=estate_a.tenant.pk, event="request", request_method=text)
    assert f",'{text}," in exports.FORMATS["csv"].line(row)
