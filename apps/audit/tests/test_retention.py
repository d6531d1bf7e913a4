"""Whole months go by the operator's command, and only by it; the seals tell a drop from a loss."""

import json
from datetime import date

import psycopg
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from openhouse.testing.sealing import seal_all

ROW = """INSERT INTO audit_log (id, at, tenant_id, actor_role, event, category, subject_type, request_path,
    request_method, request_id, request_payload, changes)
VALUES (gen_random_uuid(), %s, %s, 'service', 'tenant.created', 'change', '', '', '', '', '{}', '{}')"""
# A drop that one test tells of covers what is older: the months that must not be covered are younger.
DROPPED, LOST = date(2019, 5, 1), date(2019, 9, 1)


@pytest.fixture
def age(estate_a, superuser):
    """Makes a month of long ago with one sealed row of the tenant; its partition's name."""

    def make(month):
        name, until = f"audit_log_{month:%Y_%m}", month.replace(month=month.month + 1)
        superuser.execute(f"CREATE TABLE {name} PARTITION OF audit_log FOR VALUES FROM ('{month}') TO ('{until}')")
        superuser.execute(f"ALTER TABLE {name} OWNER TO openhouse_owner")
        superuser.execute(ROW, [f"{month} 12:00+0", estate_a.tenant.id])
        seal_all(superuser, estate_a.tenant)
        return name

    yield make
    for month in (DROPPED, LOST):
        superuser.execute(f"DROP TABLE IF EXISTS audit_log_{month:%Y_%m}")


def run(capsys, *arguments):
    capsys.readouterr()
    code = 0
    try:
        call_command(*arguments, "--json")
    except SystemExit as ended:
        code = ended.code
    return code, json.loads(capsys.readouterr().out)


def exists(superuser, name):
    return superuser.execute("SELECT to_regclass(%s) IS NOT NULL", [name]).fetchone()[0]


def test_dry_run_names_the_month_and_a_run_drops_it_and_the_seals_still_hold(age, estate_a, superuser, capsys):
    name, before = age(DROPPED), ("drop_audit_months", "--before", "2019-07-15")
    assert run(capsys, *before, "--dry-run") == (0, {"months": [name], "dry_run": True})
    assert exists(superuser, name)
    assert run(capsys, *before) == (0, {"months": [name], "dry_run": False})
    assert not exists(superuser, name)
    assert run(capsys, "verify_audit", "--tenant", estate_a.tenant.slug)[0] == 0
    told = superuser.execute("SELECT request_payload FROM audit_log WHERE event = 'audit.months_dropped' ORDER BY xid")
    assert told.fetchall()[-1] == ({"months": [name], "kept_since": "2019-07-01"},)


def test_month_that_went_another_way_is_a_broken_seal(age, estate_a, superuser, capsys):
    name, verify = age(LOST), ("verify_audit", "--tenant", estate_a.tenant.slug)
    assert run(capsys, *verify)[0] == 0
    superuser.execute(f"DROP TABLE {name}")
    code, found = run(capsys, *verify)
    assert (code, found["seal"], found["reason"]) == (3, 1, "0 rows where 1 were sealed")


def test_younger_months_stay(age, superuser, capsys):
    name = age(LOST)
    assert run(capsys, "drop_audit_months", "--before", "2019-09-30") == (0, {"months": [], "dry_run": False})
    assert exists(superuser, name)


def test_future_is_refused(database):
    with pytest.raises(CommandError, match="future"):
        call_command("drop_audit_months", "--before", "2999-01-01")


def test_the_applications_login_drops_nothing(age, app_login, superuser):
    name = age(LOST)
    for role in ("openhouse_super_admin", "openhouse_service", "openhouse_admin"):
        app_login.execute(f"SET ROLE {role}")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app_login.execute(f"DROP TABLE {name}")
    assert exists(superuser, name)
