"""Operators' commands, as a shell runs them: what they print, how they end, what is in the database afterwards."""

import io
import json
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from apps.audit.models import AuditLog
from apps.tenants.models import Staff, Tenant

PASSWORD = "a wholly different phrase"


def run(*arguments):
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def run_json(*arguments):
    return json.loads(run(*arguments, "--json"))


@pytest.fixture
def slug():
    return f"new-{uuid4().hex[:8]}"


@pytest.fixture
def invite(estate_a):
    """Arguments for a builder of `estate_a`; more of them override."""
    base = ["--tenant", estate_a.tenant.slug, "--email", "new@example.test", "--name", "New", "--role", "developer"]
    return lambda *more: ["create_staff", *base, *more]


def exists(platform, rows):
    with platform():
        return rows.exists()


def test_tenant_is_created_and_told_of(database, platform, slug):
    made = run_json("create_tenant", "New Homes", "--slug", slug)
    assert (made["slug"], made["country"], made["dry_run"]) == (slug, "IE", False)
    with platform():
        assert Tenant.objects.get(slug=slug).name == "New Homes"
        assert AuditLog.objects.filter(event="tenant.created", subject_id=made["id"]).count() == 1
        reasons = AuditLog.objects.filter(event="operation.platform_scope").values_list("request_payload", flat=True)
        assert {"command": "create_tenant", "reason": "create a tenant"} in list(reasons)


def test_dry_run_judges_and_keeps_nothing(estate_a, platform, slug, invite):
    assert "Would create" in run("create_tenant", "New Homes", "--slug", slug, "--dry-run")
    assert "Would create" in run(*invite("--dry-run"))
    assert not exists(platform, Tenant.objects.filter(slug=slug))
    assert not exists(platform, Staff.objects.filter(tenant=estate_a.tenant, email="new@example.test"))
    with pytest.raises(CommandError, match="slug: This is taken"):
        run("create_tenant", "Again", "--slug", estate_a.tenant.slug, "--dry-run")


def test_second_run_fails_and_changes_nothing(database, platform, slug):
    run("create_tenant", "New Homes", "--slug", slug)
    with pytest.raises(CommandError) as refused:
        run("create_tenant", "Other Name", "--slug", slug)
    assert refused.value.returncode == 1
    with platform():
        assert Tenant.objects.get(slug=slug).name == "New Homes"


def test_generated_password_is_printed_once_and_works(estate_a, anonymous, invite):
    made = run_json(*invite("--development", estate_a.development.slug))
    client = anonymous()
    body = {"email": made["email"], "password": made["password"]}
    assert client.post_json("/api/auth/login", body).status_code == 200
    assert client.get("/api/auth/me").json()["developments"] == [str(estate_a.development.pk)]


def test_password_from_stdin_is_not_printed(estate_a, anonymous, invite, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
    printed = run(*invite("--password-stdin"))
    assert PASSWORD not in printed
    body = {"email": "new@example.test", "password": PASSWORD}
    assert anonymous().post_json("/api/auth/login", body).status_code == 200


def test_operators_belong_to_the_platform(database, invite):
    email = f"{uuid4().hex}@example.test"
    made = run_json("create_staff", "--tenant", "platform", "--email", email, "--name", "Op", "--role", "super_admin")
    assert made["tenant"] == "platform"
    with pytest.raises(CommandError, match="Operators belong"):
        run(*invite("--role", "super_admin"))


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (["--tenant", "no-such-tenant"], 2),
        (["--development", "no-such-development"], 2),
        (["--email", "no address"], 1),
        (["--name", " "], 1),
    ],
    ids=str,
)
def test_what_is_refused_and_with_which_code(estate_a, invite, more, code):
    with pytest.raises(CommandError) as refused:
        run(*invite(*more))
    assert refused.value.returncode == code


def test_development_of_another_tenant_is_unknown(estate_b, invite):
    with pytest.raises(CommandError, match="no such development"):
        run(*invite("--development", estate_b.development.slug))


@pytest.mark.parametrize(
    "more", [["--role", "homeowner"], ["--password-stdin", "--password-prompt"], ["--password", "x"]]
)
def test_arguments_that_do_not_parse(invite, more):
    with pytest.raises(CommandError, match=r"argument|option"):
        run(*invite(*more))
