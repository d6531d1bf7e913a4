"""Detectors on what the product itself writes: through its doors, incrementally, and never across tenants."""

from datetime import timedelta
from io import StringIO
from uuid import uuid4

import psycopg
from django.core.management import call_command
from django.db import DatabaseError, transaction

from apps.anomalies import scanning, tasks
from apps.anomalies.models import Mark
from apps.core import row_security
from apps.core.identity import PLATFORM_TENANT
from apps.developments import services as developments
from apps.homeowners import services as homeowners
from apps.tenants.failures import account_hash
from apps.tenants.models import Tenant
from openhouse.testing import databases
from openhouse.testing.clients import ApiClient

from .conftest import ALL

PLATFORM = Tenant(id=PLATFORM_TENANT)
WATERMARK = scanning.WATERMARK  # before any test replaces it


def joined(estate, number, address):
    """A new home whose card is scanned from this address."""
    with row_security.service_scope(estate.tenant.pk, "test") as principal, transaction.atomic():
        home = developments.unit_create(
            principal,
            development_id=estate.development.pk,
            unit_number=f"5{number}",
            address="Road",
            house_type_code="BD01",
        )
        card = homeowners.enrolment_issue(principal, unit_id=home.pk)
    answer = ApiClient(address=address).post_json("/api/homeowner/session", {"code": card.url.rsplit("/", 1)[-1]})
    assert answer.status_code == 201, answer.content


def test_one_address_that_opens_many_cards(estate_a, estate_b, scan, found, as_staff):
    for number in range(7):
        joined(estate_a, number, "10.66.0.1")
        joined(estate_b, number, "10.66.0.1")
    scan(estate_a.tenant, estate_b.tenant)
    assert "many_units" not in found(estate_a.tenant)
    joined(estate_a, 8, "10.66.0.1")
    scan(estate_a.tenant, estate_b.tenant)
    finding = found(estate_a.tenant)["many_units"]
    assert (finding.address, finding.count, finding.measures["homes"]) == ("10.66.0.1", 8, 8)
    assert found(estate_b.tenant) == {}
    (shown,) = as_staff(estate_a.admin).get(f"{ALL}/qr-scans").json()["results"]
    assert [row["what"] for row in shown["evidence"]] == ["enrolment.scanned"] * 8
    assert as_staff(estate_b.admin).get(f"{ALL}/qr-scans").json()["results"] == []


def test_failed_sign_ins_are_told_to_the_tenant_of_the_account(estate_a, estate_b, scan, found, platform):
    for _ in range(10):
        body = {"email": estate_a.admin.email, "password": "wrong horse battery staple"}
        assert ApiClient().post_json("/api/auth/login", body).status_code == 401
    scanning.scan()
    finding = found(estate_a.tenant)["account"]
    assert (finding.subject_id, finding.count) == (estate_a.admin.pk, 10)
    assert found(estate_b.tenant) == {}
    right = {"email": estate_a.admin.email, "password": "correct horse battery staple"}
    assert ApiClient().post_json("/api/auth/login", right).status_code == 200
    scan(estate_a.tenant)
    assert found(estate_a.tenant)["success_after_failures"].severity == "critical"


def test_one_address_is_many_tenants_business_each_sees_its_own(estate_a, estate_b, scan, found):
    source = ApiClient(address="10.66.0.2")
    for person in (estate_a.admin, estate_a.builder, estate_a.sibling_builder, estate_b.admin, estate_b.builder):
        source.post_json("/api/auth/login", {"email": person.email, "password": "wrong horse battery staple"})
    scan(PLATFORM, estate_a.tenant, estate_b.tenant)
    assert "spray" in found(PLATFORM)
    assert "spray" not in found(estate_a.tenant) | found(estate_b.tenant)


def test_places_are_set_through_the_api_and_judged(estate_a, scan, found, as_staff):
    client = as_staff(estate_a.builder)
    centre, unit = {"latitude": "53.35", "longitude": "-6.26"}, f"/api/developers/units/{estate_a.unit.pk}"
    assert client.patch_json(f"/api/developers/developments/{estate_a.development.pk}", centre).status_code == 200
    assert client.patch_json(unit, {"latitude": "53.351", "longitude": "-6.261"}).json()["latitude"] == "53.351000"
    scan(estate_a.tenant)
    assert found(estate_a.tenant) == {}
    assert client.patch_json(unit, {"latitude": "-6.261", "longitude": "53.351"}).status_code == 200
    other = f"/api/developers/units/{estate_a.sibling_unit.pk}"
    assert client.patch_json(other, {"latitude": "54.35", "longitude": "-6.26"}).status_code == 200
    assert client.patch_json(other, {"latitude": "91", "longitude": "0"}).status_code == 400
    scan(estate_a.tenant)
    assert set(found(estate_a.tenant)) == {"swapped", "outside"}
    assert found(estate_a.tenant)["swapped"].evidence[0]["id"] == str(estate_a.unit.pk)


def test_one_email_is_told_per_tenant_and_across_tenants_to_the_platform(estate_a, estate_b, scan, found, superuser):
    email = f"same-{uuid4().hex[:8]}@example.test"
    homes = [(estate_a, estate_a.unit), (estate_a, estate_a.far_unit), (estate_b, estate_b.unit)]
    for number, (estate, home) in enumerate(homes):
        with row_security.service_scope(estate.tenant.pk, "test") as principal, transaction.atomic():
            homeowners.homeowner_create(principal, unit_id=home.pk, email=email if number else email.upper())
    scan(estate_a.tenant, estate_b.tenant)
    own = found(estate_a.tenant)["developments"]
    assert (own.measures["developments"], len(own.evidence)) == (2, 2)
    assert found(estate_b.tenant) == {}
    assert found(PLATFORM)["tenants"].measures["tenants"] >= 2
    rows = superuser.execute("SELECT to_jsonb(f)::text FROM anomaly_findings f WHERE detector = 'duplicate-emails'")
    assert email not in "".join(text for (text,) in rows.fetchall()).lower()


def test_what_commits_late_is_read_late_and_counted_once(estate_a, rows, scan, found, superuser, monkeypatch):
    """A transaction that began before a scan and ends after it is not passed over: the watermark stays below it."""
    true_watermark, up_to_now = WATERMARK, scanning.WATERMARK
    values = {"payload": {"policy": "admin_api", "refusals": 1}, "ip_address": "10.66.0.3"}
    rows(estate_a.tenant.pk, "rate_limited", 4, actor_id=estate_a.builder.pk, **values)
    named = superuser.execute(
        "SELECT string_agg(column_name, ', ') FROM information_schema.columns"
        " WHERE table_name = 'audit_log' AND column_name <> 'id'"
    ).fetchone()[0]
    copy = f"""INSERT INTO audit_log (id, {named}) SELECT gen_random_uuid(), {named} FROM audit_log
        WHERE tenant_id = %s AND event = 'rate_limited' LIMIT 1 RETURNING pg_current_xact_id()::text::bigint"""
    with psycopg.connect(databases.admin_url_here()) as late:
        (xid,) = late.execute(copy, [estate_a.tenant.pk]).fetchone()
        rows(estate_a.tenant.pk, "rate_limited", 1, actor_id=estate_a.builder.pk, **values)
        assert superuser.execute(true_watermark).fetchone()[0] <= xid
        monkeypatch.setattr(scanning, "WATERMARK", f"SELECT {xid}::bigint")
        scan(estate_a.tenant)
        assert found(estate_a.tenant) == {}
    monkeypatch.setattr(scanning, "WATERMARK", up_to_now)
    for _ in range(2):
        scan(estate_a.tenant)
        assert found(estate_a.tenant)["repeat_offender"].count == 6


def test_the_worker_looks_and_sends_by_itself(estate_a, rows, found, settings, monkeypatch):
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {tasks.scan.name, tasks.deliver.name} <= scheduled
    monkeypatch.setattr(scanning, "WATERMARK", "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
    values = {"payload": {"outcome": "joined"}, "ip_address": "10.66.0.6"}
    rows(estate_a.tenant.pk, "impersonation.started", 12, actor_id=estate_a.admin.pk, ip_address="10.66.0.6")
    rows(estate_a.tenant.pk, "enrolment.scanned", 1, **values)
    tasks.scan()
    tasks.deliver()
    assert found(estate_a.tenant)["above_count"].count == 12


def test_the_command_scans_one_tenant_and_a_dry_run_keeps_nothing(estate_a, rows, scan, found, platform):
    values = {"payload": {"code": "forbidden"}, "ip_address": "10.66.0.4", "ago": timedelta(minutes=3)}
    rows(estate_a.tenant.pk, "request.refused", 25, actor_id=estate_a.builder.pk, **values)
    arguments = ["scan_anomalies", "--tenant", estate_a.tenant.slug, "--detector", "refusals"]
    call_command(*arguments, "--dry-run", stdout=(out := StringIO()))
    assert "refusals/actor: 1" in out.getvalue()
    assert found(estate_a.tenant) == {}
    call_command(*arguments, "--json", stdout=StringIO())
    assert found(estate_a.tenant)["actor"].count == 25
    with platform():
        assert [mark.detector for mark in Mark.objects.filter(tenant_id=estate_a.tenant.pk)] == ["refusals"]


def test_a_scan_that_failed_once_loses_no_failed_sign_in(estate_a, rows, found, monkeypatch):
    """The platform's run comes first and moves the platform's mark; what it read is still news for the tenant."""
    monkeypatch.setattr(scanning, "WATERMARK", "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
    account = {"payload": {"account_hash": account_hash(estate_a.builder.email)}, "ip_address": "10.66.0.9"}
    rows(PLATFORM_TENANT, "staff.sign_in_failed", 12, **account)
    true_scan = scanning._scan_tenant

    def broken(principal, tenant_id, *rest):
        if tenant_id == estate_a.tenant.pk:
            raise DatabaseError("lost")
        return true_scan(principal, tenant_id, *rest)

    monkeypatch.setattr(scanning, "_scan_tenant", broken)
    assert scanning.scan().failed == 1
    monkeypatch.setattr(scanning, "_scan_tenant", true_scan)
    rows(estate_a.tenant.pk, "rate_limited", payload={"policy": "admin_api", "refusals": 1})
    scanning.scan()
    assert "account" in found(estate_a.tenant)
