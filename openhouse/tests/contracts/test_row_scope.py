"""Where a scope begins and ends: transactions, nesting, rollbacks, callbacks, broken connections, other threads."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.utils import OperationalError

from apps.core import row_security
from apps.core.row_security import ScopeError, acting, open_service, service_scope
from apps.developments.models import Unit


def names():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, coalesce(current_setting('openhouse.scope', true), '') <> ''")
        return cursor.fetchone()


@transaction.atomic
def count_and_fail():
    assert Unit.objects.count() == 3
    raise ZeroDivisionError


@transaction.atomic
def count_after(event):
    event()
    return Unit.objects.count()


@pytest.fixture
def scope(estate_a):
    with service_scope(estate_a.tenant.pk, "test"):
        yield


def test_each_transaction_enters_and_leaves(scope):
    assert names() == ("openhouse_app", False)
    for _ in range(2):
        with transaction.atomic():
            assert names() == ("openhouse_service", True)
            assert Unit.objects.count() == 3
        assert names() == ("openhouse_app", False)


def test_it_holds_through_savepoints_and_what_they_undo(scope):
    with transaction.atomic():
        with pytest.raises(ZeroDivisionError):
            count_and_fail()
        assert Unit.objects.count() == 3


def test_it_ends_with_a_transaction_that_is_rolled_back(scope):
    with pytest.raises(ZeroDivisionError):
        count_and_fail()
    assert names() == ("openhouse_app", False)


def test_no_second_scope_is_entered_inside_a_transaction(scope, estate_b):
    other = open_service(estate_b.tenant.pk, "test")
    with transaction.atomic(), pytest.raises(ScopeError), acting(other):
        pass


def test_scopes_follow_each_other_and_the_outer_one_comes_back(scope, estate_b):
    with service_scope(estate_b.tenant.pk, "test"), transaction.atomic():
        assert {unit.tenant_id for unit in Unit.objects.all()} == {estate_b.tenant.pk}
    with transaction.atomic():
        assert estate_b.tenant.pk not in {unit.tenant_id for unit in Unit.objects.all()}


def test_a_callback_after_commit_is_outside_and_its_own_transaction_inside(scope):
    seen = []

    def callback():
        seen.append(names())
        with transaction.atomic():
            seen.append((names()[0], Unit.objects.count()))

    with transaction.atomic():
        transaction.on_commit(callback)
    assert seen == [("openhouse_app", False), ("openhouse_service", 3)]


def test_an_ended_session_begins_no_transaction_and_the_next_one_works(estate_a):
    session = open_service(estate_a.tenant.pk, "test")
    with acting(session):
        row_security.end_session(session, "test")
        with pytest.raises(OperationalError, match="session ended"), transaction.atomic():
            pass
    assert not connection.in_atomic_block
    with service_scope(estate_a.tenant.pk, "test"), transaction.atomic():
        assert Unit.objects.count() == 3


def test_a_connection_that_breaks_inside_shows_nothing_more(scope, superuser):
    def break_it():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            superuser.execute("SELECT pg_terminate_backend(%s, 5000)", cursor.fetchone())

    with pytest.raises(OperationalError):
        count_after(break_it)
    connection.close()
    with transaction.atomic():
        assert Unit.objects.count() == 3


def test_a_connection_closed_inside_reads_nothing_more(scope):
    with pytest.raises((OperationalError, transaction.TransactionManagementError)):
        count_after(connection.close)


def test_another_thread_has_no_scope_and_a_copied_context_has(scope):
    def count():
        try:
            with transaction.atomic():
                return Unit.objects.count()
        except ProgrammingError:
            return "permission denied"
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(count).result() == "permission denied"
        assert pool.submit(copy_context().run, count).result() == 3


def test_a_scope_may_end_in_another_context_than_it_began(estate_a):
    """As under ASGI, where each step of one request may run in a copy of the context."""
    session = open_service(estate_a.tenant.pk, "test")
    manager = acting(session)
    copy_context().run(manager.__enter__)
    manager.__exit__(None, None, None)
    assert row_security.current_session() is None


def test_the_platform_sees_every_tenant_and_is_a_role_of_its_own(estate_a, estate_b):
    with service_scope(None, "test"), transaction.atomic():
        assert names() == ("openhouse_super_admin", True)
        assert {estate_a.tenant.pk, estate_b.tenant.pk} <= set(Unit.objects.values_list("tenant_id", flat=True))


def test_an_operator_inside_a_tenant_acts_as_its_admin(estate_a, estate_b, super_admin, as_staff):
    client = as_staff(super_admin)
    assert client.post_json("/api/admin/scope", {"tenant": estate_a.tenant.slug}).status_code == 204
    listed = client.get("/api/admin/units").content.decode()
    assert str(estate_a.unit.pk) in listed
    assert str(estate_b.unit.pk) not in listed
    assert client.get(f"/api/developers/units/{estate_b.unit.pk}").status_code == 404
    assert client.post_json("/api/admin/scope", {"tenant": None}).status_code == 204
    assert client.get(f"/api/developers/units/{estate_b.unit.pk}").status_code == 200
