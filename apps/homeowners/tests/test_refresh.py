"""A refresh token is good for one exchange. A lost answer can be had again; a token used twice ends the session."""

from concurrent.futures import ThreadPoolExecutor

import jwt
import pytest
from django.db import connection

from openhouse.testing.clients import ApiClient

from .conftest import BROWSER

REFRESH = "/api/homeowner/session/refresh"
ADDRESS = "10.9.8.7"


@pytest.fixture
def pair(code, join):
    return join(code).json()


def exchange(token, *, address=ADDRESS, key=""):
    headers = {"Idempotency-Key": key} if key else None
    return ApiClient(address=address).post_json(REFRESH, {"refresh": token}, headers=headers)


def jti(token):
    return jwt.decode(token, options={"verify_signature": False})["jti"]


def later(superuser, pair, seconds=11):
    """Let time pass over the last rotation."""
    sid = jwt.decode(pair["access"], options={"verify_signature": False})["sid"]
    superuser.execute(
        "UPDATE security.sessions SET rotated_at = rotated_at - make_interval(secs => %s) WHERE id = %s",
        [seconds, sid],
    )


def test_a_chain_of_exchanges_keeps_the_session_and_its_end(pair, me):
    seen, token = {jti(pair["refresh"])}, pair["refresh"]
    for _ in range(3):
        answer = exchange(token)
        assert answer.status_code == 200, answer.content
        body = answer.json()
        assert sorted(body) == ["access", "expires_in", "refresh"]
        assert answer.headers["Cache-Control"] == "no-store"
        assert me(body["access"]).status_code == 200
        token = body["refresh"]
        seen.add(jti(token))
    assert len(seen) == 4
    claims = [jwt.decode(t, options={"verify_signature": False}) for t in (pair["refresh"], token)]
    assert claims[0]["sid"] == claims[1]["sid"]
    assert abs(claims[0]["exp"] - claims[1]["exp"]) <= 1


def test_a_lost_answer_is_had_again_by_the_same_attempt(pair, superuser):
    first, again = exchange(pair["refresh"], key="attempt-1"), exchange(pair["refresh"], key="attempt-1")
    assert (first.status_code, again.status_code) == (200, 200)
    assert jti(first.json()["refresh"]) == jti(again.json()["refresh"])
    later(superuser, pair)
    assert exchange(pair["refresh"], key="attempt-1").json()["code"] == "replayed"


def test_another_attempt_of_the_same_moment_is_asked_to_wait(pair):
    first, other = exchange(pair["refresh"], key="attempt-1"), exchange(pair["refresh"], key="attempt-2")
    assert (other.status_code, other.json()["code"], other.headers["Retry-After"]) == (409, "conflict", "1")
    assert exchange(first.json()["refresh"]).status_code == 200


@pytest.mark.parametrize("thief", ["10.66.66.66", ADDRESS])
def test_a_token_used_twice_ends_the_whole_session(estate_a, pair, superuser, me, trail, thief):
    first = exchange(pair["refresh"]).json()
    if thief == ADDRESS:
        later(superuser, pair)
    replayed = exchange(pair["refresh"], address=thief)
    assert (replayed.status_code, replayed.json()["code"]) == (401, "replayed")
    for access in (pair["access"], first["access"]):
        assert me(access).json()["code"] == "session_ended"
    assert exchange(first["refresh"]).json()["code"] == "session_ended"
    # What was used twice, and then what was still held of the session that this ended.
    row, *others = trail.of(estate_a.tenant.id, "session.token_replayed")
    assert [row["kind"], *(other["kind"] for other in others)] == ["refresh", "access", "access"]
    assert row["session"] == jwt.decode(pair["access"], options={"verify_signature": False})["sid"]


def test_a_token_from_before_the_last_is_a_replay(pair):
    second = exchange(pair["refresh"], key="attempt-1").json()
    third = exchange(second["refresh"]).json()
    assert exchange(pair["refresh"], key="attempt-1").json()["code"] == "replayed"
    assert exchange(third["refresh"]).json()["code"] == "session_ended"


def test_sixty_four_exchanges_at_once_yield_one_successor(pair, forget_limits):
    forget_limits()

    def one(_):
        try:
            return exchange(pair["refresh"])
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(one, range(64)))
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [200] + [409] * 63
    [winner] = [answer for answer in answers if answer.status_code == 200]
    assert exchange(winner.json()["refresh"]).status_code == 200


def test_the_session_ends_after_fourteen_days_whatever_is_refreshed(pair, superuser, me):
    sid = jwt.decode(pair["access"], options={"verify_signature": False})["sid"]
    superuser.execute("UPDATE security.sessions SET expires_at = now() + interval '60 s' WHERE id = %s", [sid])
    late = exchange(pair["refresh"]).json()
    claims = jwt.decode(late["access"], options={"verify_signature": False})
    assert claims["exp"] - claims["iat"] <= 60
    assert late["expires_in"] <= 60
    superuser.execute("UPDATE security.sessions SET expires_at = now() WHERE id = %s", [sid])
    assert exchange(late["refresh"]).json()["code"] == "session_ended"
    assert me(late["access"]).json()["code"] == "session_ended"


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "x" * 5000])
def test_what_is_no_token_is_refused(anonymous, token):
    assert anonymous().post_json(REFRESH, {"refresh": token}).status_code in (400, 401)


@pytest.mark.parametrize("key", ["short", "x" * 101, "caf\u00e9-caf\u00e9", "nul\x00nul\x00nul"])
def test_an_attempt_has_a_plain_name(pair, key):
    refused = exchange(pair["refresh"], key=key)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, "Idempotency-Key")
    assert exchange(pair["refresh"], key="attempt-1").status_code == 200


def test_nothing_at_all_is_no_session(anonymous):
    answer = anonymous().post_json(REFRESH)
    assert (answer.status_code, answer.json()["code"]) == (401, "session_ended")


def test_refreshes_are_limited_for_each_address(anonymous, spend):
    client = anonymous()
    spend(f"refresh:{client.defaults['REMOTE_ADDR']}", 118)
    assert [client.post_json(REFRESH, {"refresh": "x"}).status_code for _ in range(3)] == [401, 401, 429]


def test_a_deactivated_person_refreshes_nothing(estate_a, pair, as_staff):
    path = f"/api/developers/homeowners/{estate_a.homeowner.id}"
    as_staff(estate_a.builder).patch_json(path, {"active": False})
    assert exchange(pair["refresh"]).json()["code"] == "session_ended"


class TestCookie:
    @pytest.fixture
    def browser(self, anonymous, code, join):
        client = anonymous()
        assert join(code, client=client, browser=True).status_code == 201
        return client

    def test_a_browser_refreshes_with_its_cookie_and_gets_the_next_one(self, browser, settings):
        before = browser.cookies[settings.HOMEOWNER_COOKIE_NAME].value
        answer = browser.post_json(REFRESH, {}, headers=BROWSER)
        assert answer.status_code == 200, answer.content
        assert sorted(answer.json()) == ["access", "expires_in"]
        assert answer.cookies[settings.HOMEOWNER_COOKIE_NAME].value != before
        assert browser.post_json(REFRESH, {}, headers=BROWSER).status_code == 200

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"Origin": "https://evil.test"},
            {"Origin": "null"},
            {"Origin": "https://evil.test", "Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "none"},
            {"Sec-Fetch-Site": "same-site"},
        ],
    )
    def test_another_site_refreshes_nothing(self, browser, headers):
        refused = browser.post_json(REFRESH, {}, headers=headers)
        assert (refused.status_code, refused.json()["code"]) == (403, "csrf_failed")
        assert not refused.cookies
        assert browser.post_json(REFRESH, {}, headers=BROWSER).status_code == 200

    def test_another_site_cannot_take_the_cookie_away(self, anonymous):
        without_cookie = anonymous().post_json(REFRESH, headers={"Origin": "https://evil.test"})
        assert without_cookie.status_code == 401
        assert not without_cookie.cookies

    def test_the_end_of_the_session_takes_the_cookie_away(self, browser, settings, superuser):
        superuser.execute("UPDATE security.sessions SET ended_at = now() WHERE kind = 'homeowner'")
        ended = browser.post_json(REFRESH, {}, headers=BROWSER)
        assert ended.json()["code"] == "session_ended"
        cookie = ended.cookies[settings.HOMEOWNER_COOKIE_NAME]
        assert (cookie.value, cookie["max-age"], cookie["path"]) == ("", 0, "/api/homeowner/session")
