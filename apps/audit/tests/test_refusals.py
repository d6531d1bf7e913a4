"""Every time a limit fires reaches the trail: the first at once, the others as a count."""

import pytest

from apps.audit import refusals
from apps.core.identity import PLATFORM_TENANT

DEVELOPMENTS = "/api/developers/developments"
TOLD = """SELECT tenant_id, request_payload FROM audit_log WHERE event = 'limit.refusals'
AND request_payload->>%s = %s ORDER BY xid"""


@pytest.fixture
def told(superuser):
    return lambda name, value: superuser.execute(TOLD, [name, str(value)]).fetchall()


@pytest.fixture
def a_minute_later(superuser):
    statement = "UPDATE rate_limits SET refused_at = refused_at - interval '61 s' WHERE key = %s"
    return lambda key: superuser.execute(statement, [key])


@pytest.fixture
def full(superuser, estate_a):
    """The builder's window without a place, however slow this runs."""
    key = f"developer:{estate_a.builder.pk}"
    superuser.execute(
        "INSERT INTO rate_limits (key, tenant_id, hits)"
        " VALUES (%s, %s, array_fill(now() + interval '5 min', ARRAY[150]))",
        [key, estate_a.tenant.pk],
    )
    return key


def test_how_often_is_told_once_a_minute_has_passed(estate_a, as_staff, full, told, a_minute_later):
    client = as_staff(estate_a.builder)
    assert [client.get(DEVELOPMENTS).status_code for _ in range(7)] == [429] * 7
    refusals.tell()
    assert told("whose", estate_a.builder.pk) == []
    a_minute_later(full)
    refusals.tell()
    refusals.tell()
    payload = {"limit": "developer", "refusals": 7, "whose": str(estate_a.builder.pk)}
    assert told("whose", estate_a.builder.pk) == [(estate_a.tenant.pk, payload)]


def test_refusals_before_a_place_was_free_are_not_lost(estate_a, as_staff, full, told, a_minute_later, superuser):
    client = as_staff(estate_a.builder)
    for refused in (3, 2):
        superuser.execute(
            "UPDATE rate_limits SET hits = array_fill(now() + interval '5 min', ARRAY[150]) WHERE key = %s", [full]
        )
        assert [client.get(DEVELOPMENTS).status_code for _ in range(refused)] == [429] * refused
        superuser.execute("UPDATE rate_limits SET hits = '{}' WHERE key = %s", [full])
        assert client.get(DEVELOPMENTS).status_code == 200
    refusals.tell()
    assert [payload["refusals"] for _, payload in told("whose", estate_a.builder.pk)] == [5]


def test_one_refusal_has_its_own_row_and_needs_no_count(estate_a, as_staff, full, told, a_minute_later):
    assert as_staff(estate_a.builder).get(DEVELOPMENTS).status_code == 429
    a_minute_later(full)
    refusals.tell()
    assert told("whose", estate_a.builder.pk) == []


def test_those_of_an_address_are_the_platforms(anonymous, told, a_minute_later, spend):
    client = anonymous(address="2001:db8:77:1::5")
    spend("public:2001:db8:77:1::/64", 49)
    assert [client.get("/join").status_code for _ in range(4)] == [200] + [429] * 3
    a_minute_later("public:2001:db8:77:1::/64")
    refusals.tell()
    network = "2001:db8:77:1::/64"
    assert told("network", network) == [(PLATFORM_TENANT, {"limit": "public", "refusals": 3, "network": network})]
