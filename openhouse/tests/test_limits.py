"""The limits of the issue's table, met from outside: who, how often, and what the answer says."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from apps.core.identity import Role
from apps.core.rate_limiter import POLICIES
from apps.core.rbac import GRANTS
from apps.core.surface import routes

FIGURES = "/api/admin/analytics/overview"
DEVELOPMENTS, UNITS, SCOPE = "/api/developers/developments", "/api/admin/units", "/api/admin/scope"
NOBODYS = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
OWN_COPY, HOME_FILE = "/api/homeowner/export", f"/api/homeowner/documents/{NOBODYS}/file"
FILE, LOGO = f"/api/developers/documents/{NOBODYS}/file", "/api/developers/theme/logo"
ME, CHAT, LOGIN, JOIN = "/api/homeowner/me", "/api/chat/messages", "/api/auth/login", "/api/homeowner/session"
TRAIL = """SELECT request_payload->>'policy', (request_payload->>'refusals')::int FROM audit_log
WHERE event = 'rate_limited' AND actor_id = %s ORDER BY xid"""


def statuses(call, times):
    return [call().status_code for _ in range(times)]


def test_builder_has_20_in_5_seconds_and_the_answer_says_so(estate_a, as_staff, spend):
    client = as_staff(estate_a.builder)
    spend(f"developer:{estate_a.builder.pk}", 19)
    assert client.get(DEVELOPMENTS).status_code == 200
    refused = client.get(DEVELOPMENTS)
    assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
    assert refused.headers["RateLimit-Policy"] == '"developer";q=20;w=5'
    assert re.fullmatch(r'"developer";r=0;t=\d+', refused.headers["RateLimit"])
    assert int(refused.headers["Retry-After"]) >= 1
    assert refused.json()["detail"].startswith("You are going a little fast")


@pytest.mark.parametrize(
    ("who", "bucket", "path", "limit", "seconds"),
    [
        ("builder", "developer", DEVELOPMENTS, 150, 60),
        ("admin", "admin", UNITS, 100, 60),
        ("admin", "admin_lists", UNITS, 60, 60),
        ("admin", "analytics", FIGURES, 30, 60),
        ("admin", "admin", FIGURES, 100, 60),
        ("homeowner", "homeowner", ME, 120, 60),
        ("homeowner", "homeowner", OWN_COPY, 120, 60),
        ("homeowner", "download", HOME_FILE, 30, 60),
        ("builder", "developer", FILE, 150, 60),
        ("builder", "download", FILE, 30, 60),
        ("builder", "upload", LOGO, 20, 60),
    ],
)
def test_windows_of_a_person(estate_a, as_staff, as_homeowner, superuser, spend, who, bucket, path, limit, seconds):
    """One place is left, then none; what was spent before the window does not count."""
    person = getattr(estate_a, who)
    client = as_homeowner(person) if who == "homeowner" else as_staff(person)
    spend(f"{bucket}:{person.pk}", limit - 1, seconds_ago=seconds // 2)
    assert [status == 429 for status in statuses(lambda: client.get(path), 2)] == [False, True]
    superuser.execute(
        "UPDATE rate_limits SET hits = array_fill(now() - make_interval(secs => %s), ARRAY[%s]) WHERE key = %s",
        [seconds + 1, limit, f"{bucket}:{person.pk}"],
    )
    assert client.get(path).status_code != 429


BUDGETS = {
    "/api/admin/": {(100, 60, "admin")},
    "/admin-enterprise/": {(100, 60, "admin")},
    "/api/developers/": {(150, 60, "developer"), (20, 5, "developer")},
    "/api/homeowner/": {(120, 60, "homeowner")},
}
BUDGETS |= dict.fromkeys(
    ("/dashboard", "/developments", "/documents", "/homeowners", "/questions", "/settings"), BUDGETS["/api/developers/"]
)


def test_every_call_spends_the_budget_of_its_kind():
    """Lists, figures, uploads and files have a budget of their own inside it, never instead of it."""
    wrong, seen = [], 0
    for route, method in ((one, method) for one in routes() for method in one.methods):
        rule = route.rule(method)
        spent = {(w.limit, w.seconds, w.bucket) for w in POLICIES[rule.rate_policy].session}
        files = spent >= {(30, 60, "download")} and rule.permission in GRANTS[Role.HOMEOWNER]
        for prefix, budget in BUDGETS.items():
            if route.path.startswith(prefix) and rule.permission not in GRANTS[Role.ANONYMOUS] and not files:
                seen += 1
                wrong += [] if spent >= budget else [(method, route.path)]
    assert wrong == []
    assert seen > 500


def test_flood_of_lists_leaves_room_to_act(estate_a, as_staff, spend):
    """What lists are refused costs none of the places that are left."""
    client, person = as_staff(estate_a.admin), estate_a.admin.pk
    spend(f"admin_lists:{person}", 59)
    spend(f"admin:{person}", 97)
    assert statuses(lambda: client.get(UNITS), 4) == [200] + [429] * 3
    assert statuses(lambda: client.post_json(SCOPE, {"tenant": None}), 3) == [403, 403, 429]


def test_floods_of_figures_and_of_lists_do_not_eat_each_other(estate_a, as_staff, spend):
    client, person = as_staff(estate_a.admin), estate_a.admin.pk
    spend(f"analytics:{person}", 29)
    spend(f"admin_lists:{person}", 59)
    spend(f"admin:{person}", 88)
    assert statuses(lambda: client.get(FIGURES), 2) == [200, 429]
    assert statuses(lambda: client.get(UNITS), 2) == [200, 429]
    assert client.post_json(SCOPE, {"tenant": None}).status_code == 403


def test_refused_and_failed_requests_count_like_others(estate_a, as_staff):
    client = as_staff(estate_a.builder)
    assert statuses(lambda: client.get(UNITS), 10) == [403] * 10
    assert statuses(lambda: client.get(f"{DEVELOPMENTS}?nonsense=1"), 20) == [400] * 20
    assert client.get(DEVELOPMENTS).status_code == 429


def test_refused_by_one_window_spends_none_of_the_others(estate_a, as_staff, superuser, spend):
    builder, path = estate_a.builder, f"{DEVELOPMENTS}/{estate_a.development.pk}/documents"
    spend(f"upload:{builder.pk}", 20)
    refused = as_staff(builder).post(path, {})
    assert (refused.status_code, refused.headers["RateLimit-Policy"]) == (429, '"upload";q=20;w=60')
    hits = "SELECT cardinality(hits) FROM rate_limits WHERE key IN (%s, %s)"
    left = superuser.execute(hits, [f"developer:{builder.pk}", f"tenant:{estate_a.tenant.pk}"]).fetchall()
    assert set(left) == {(0,)}


def test_chat_has_10_in_30_seconds(estate_a, as_homeowner):
    client = as_homeowner(estate_a.homeowner)
    assert statuses(lambda: client.post_json(CHAT, {"text": ""}), 11) == [400] * 10 + [429]
    assert client.get(ME).status_code == 200


def test_one_person_does_not_spend_anothers_places(estate_a, as_homeowner):
    first, second = as_homeowner(estate_a.homeowner), as_homeowner(estate_a.partner)
    statuses(lambda: first.post_json(CHAT, {"text": ""}), 11)
    assert second.post_json(CHAT, {"text": ""}).status_code == 400


@pytest.mark.parametrize(
    ("path", "body", "limit"), [(LOGIN, {"email": "a@b.example", "password": "x"}, 10), (JOIN, {"code": "x" * 20}, 20)]
)
def test_strangers_are_counted_by_address(estate_a, anonymous, path, body, limit):
    one, other = anonymous(), anonymous()
    assert statuses(lambda: one.post_json(path, body), limit + 1)[-1] == 429
    assert other.post_json(path, body).status_code in (401, 404)


def test_forged_header_changes_nothing_and_ipv6_counts_by_64(estate_a, anonymous):
    one = anonymous(address="2001:db8:1:2::1")
    for number in range(11):
        last = one.post_json(
            LOGIN, {"email": "a@b.example", "password": "x"}, headers={"X-Forwarded-For": f"1.2.3.{number}"}
        )
    assert last.status_code == 429
    neighbour, stranger = anonymous(address="2001:db8:1:2::ffff"), anonymous(address="2001:db8:1:3::1")
    assert neighbour.post_json(LOGIN, {"email": "a@b.example", "password": "x"}).status_code == 429
    assert stranger.post_json(LOGIN, {"email": "a@b.example", "password": "x"}).status_code == 401


def test_tenant_ceiling_holds_for_all_of_a_tenant_and_for_nobody_else(estate_a, estate_b, as_staff, spend, settings):
    spend(f"tenant:{estate_a.tenant.pk}", settings.TENANT_CEILING)
    assert as_staff(estate_a.builder).get(DEVELOPMENTS).status_code == 429
    assert as_staff(estate_b.builder).get(DEVELOPMENTS).status_code == 200


def test_first_refusal_is_on_the_trail_at_once_and_a_flood_stays_a_few_rows(estate_a, as_staff, superuser, spend):
    client = as_staff(estate_a.builder)
    spend(f"developer:{estate_a.builder.pk}", 150)
    client.get(DEVELOPMENTS)
    assert superuser.execute(TRAIL, [estate_a.builder.pk]).fetchall() == [("developer_api", 1)]
    statuses(lambda: client.get(DEVELOPMENTS), 19)
    rows = superuser.execute(TRAIL, [estate_a.builder.pk]).fetchall()
    assert rows == [("developer_api", count) for count in (1, 2, 4, 8, 16)]


@pytest.mark.slow
def test_64_parallel_clients_get_exactly_the_limit(estate_a, as_homeowner):
    clients = [as_homeowner(estate_a.homeowner) for _ in range(64)]

    def ask(client):
        try:
            return client.post_json(CHAT, {"text": ""}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(64) as pool:
        found = list(pool.map(ask, clients))
    assert (found.count(400), found.count(429)) == (10, 54)


def test_first_requests_of_a_person_find_room_though_they_come_at_once(estate_a, as_homeowner):
    """The row of a limit is made by the first of them; the others must not take its absence for a refusal."""
    people = (estate_a.homeowner, estate_a.partner, estate_a.neighbour, estate_a.stranger)

    def ask(client):
        try:
            together.wait()
            return client.post_json(CHAT, {"text": ""}).status_code
        finally:
            connection.close()

    for person in people:
        together = Barrier(8)
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(ask, [as_homeowner(person) for _ in range(8)])) == [400] * 8
