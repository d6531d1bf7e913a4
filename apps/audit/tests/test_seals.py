"""The trail is append-only, and a change by somebody who can is found."""

import json
import re
from contextlib import suppress

import psycopg
import pytest
from django.core.management import call_command
from django.db import transaction

from apps.audit import seals, services
from apps.audit.events import AuditEvent
from apps.audit.models import AuditSeal
from apps.core import row_security
from openhouse.testing.sealing import seal_all


@pytest.fixture
def sealed(estate_a, superuser):
    """A tenant with three sealed events in two seals or more: a worker of this run may seal in between."""
    for count in (2, 1):
        for _ in range(count):
            write(estate_a.tenant.id)
        seal_all(superuser, estate_a.tenant)
    return estate_a.tenant


def write(tenant_id):
    with row_security.service_scope(None, "test") as principal, transaction.atomic():
        services.record(AuditEvent.TENANT_CREATED, principal, tenant_id=tenant_id)


def verify(tenant, capsys):
    """Exit code and the object that the command printed."""
    code = 0
    try:
        call_command("verify_audit", "--tenant", tenant.slug, "--json")
    except SystemExit as ended:
        code = ended.code
    return code, json.loads(capsys.readouterr().out)


def tamper(superuser, statement, *arguments):
    """What only somebody with the whole server can do."""
    with superuser.transaction():
        superuser.execute("SET LOCAL session_replication_role = replica")
        assert superuser.execute(statement, arguments).rowcount == 1


def test_sealed_trail_holds(sealed, capsys):
    assert verify(sealed, capsys) == (0, {"tenant": sealed.slug, "holds": True})


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("UPDATE audit_log SET status = 200 WHERE id = %s", "a row was changed"),
        ("UPDATE audit_log SET request_payload = '{\"x\": 1}' WHERE id = %s", "a row was changed"),
        ("DELETE FROM audit_log WHERE id = %s", r"\d rows where \d were sealed"),
    ],
)
def test_changed_or_removed_row_breaks_its_seal(sealed, superuser, capsys, statement, reason):
    first = superuser.execute(
        "SELECT id FROM audit_log WHERE tenant_id = %s ORDER BY xid LIMIT 1", [sealed.id]
    ).fetchone()
    tamper(superuser, statement, *first)
    code, found = verify(sealed, capsys)
    assert (code, found["seal"]) == (3, 1)
    assert re.fullmatch(reason, found["reason"])


def test_row_slipped_in_under_an_old_transaction_breaks_its_seal(sealed, superuser, capsys):
    tamper(
        superuser,
        "INSERT INTO audit_log (id, at, tenant_id, actor_role, event, category, subject_type, request_path,"
        " request_method, request_id, request_payload, changes, xid)"
        " SELECT gen_random_uuid(), at, tenant_id, actor_role, event, category, '', '', '', '', '{}', '{}', xid"
        " FROM audit_log WHERE tenant_id = %s ORDER BY xid LIMIT 1",
        sealed.id,
    )
    assert re.fullmatch(r"\d rows where \d were sealed", verify(sealed, capsys)[1]["reason"])


def test_rewritten_chain_is_told_by_what_was_written_outside(sealed, superuser, capsys):
    """Row, digest and every later digest rewritten alike: only the file outside the database knows better."""
    last = "SELECT max(number) FROM audit_seals WHERE tenant_id = %s"
    [number] = superuser.execute(last, [sealed.id]).fetchone()
    tamper(superuser, "DELETE FROM audit_seals WHERE tenant_id = %s AND number = %s", sealed.id, number)
    code, found = verify(sealed, capsys)
    assert (code, found["seal"]) == (3, number)
    assert "outside the database" in found["reason"]


def test_missing_seal_in_between_is_found(sealed, superuser, capsys):
    tamper(superuser, "DELETE FROM audit_seals WHERE tenant_id = %s AND number = 1", sealed.id)
    code, found = verify(sealed, capsys)
    assert (code, found["seal"], found["reason"]) == (3, 2, "a seal is missing before it")


def test_row_that_commits_late_is_sealed_later(estate_a, superuser, capsys):
    """A transaction that began before a seal and commits after it falls into the next one, not through the net."""
    url = superuser.info.dsn + f" password={superuser.info.password}"
    with psycopg.connect(url) as slow:
        slow.execute(
            "INSERT INTO audit_log (id, at, tenant_id, actor_role, event, category, subject_type, request_path,"
            " request_method, request_id, request_payload, changes)"
            " VALUES (gen_random_uuid(), now(), %s, 'service', 'x', 'x', '', '', '', '', '{}', '{}')",
            [estate_a.tenant.id],
        )
        write(estate_a.tenant.id)
        seals.seal()
        slow.commit()
    seal_all(superuser, estate_a.tenant)
    rows = superuser.execute("SELECT sum(rows) FROM audit_seals WHERE tenant_id = %s", [estate_a.tenant.id]).fetchone()
    assert rows == (2,)
    assert verify(estate_a.tenant, capsys)[0] == 0


def test_seals_are_only_the_gates_to_write(sealed, platform):
    with pytest.raises(Exception, match="permission denied"), platform():
        AuditSeal.objects.update(digest="0" * 64)


def test_admin_sees_only_own_seals_and_cannot_verify_another_tenant(sealed, estate_b, app_login, as_staff):
    from django.db import DatabaseError, connection

    with (
        row_security.service_scope(estate_b.tenant.id, "test"),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT * FROM security.broken_audit_seal(%s, '-infinity')", [sealed.id])


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_log SET status = 1", "DELETE FROM audit_log", "TRUNCATE audit_log"]
)
def test_nobody_changes_the_trail(sealed, superuser, statement):
    kept = "SELECT count(*) FROM audit_log WHERE tenant_id = %s"
    count = superuser.execute(kept, [sealed.id]).fetchone()
    for role in ("owner", "migrator", "gate", "super_admin", "admin"):
        with suppress(psycopg.errors.InsufficientPrivilege), superuser.transaction():
            superuser.execute(f"SET LOCAL ROLE openhouse_{role}")
            # The owner is not refused: forced row security leaves it no row to change.
            assert superuser.execute(statement).rowcount == 0
    assert superuser.execute(kept, [sealed.id]).fetchone() == count
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
        superuser.execute(statement)
