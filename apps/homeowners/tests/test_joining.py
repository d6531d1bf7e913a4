"""A household scans its card and is in; every code that is not live gets one and the same answer."""

from concurrent.futures import ThreadPoolExecutor

import jwt
import pytest
from django.db import connection

from .conftest import JOIN, same

CLAIMS = {
    *("iss", "aud", "sub", "sid", "tenant_id", "development_id", "unit_id", "role"),
    *("jti", "session_version", "token_type", "iat", "nbf", "exp"),
}


def scans(superuser, unit):
    row = superuser.execute("SELECT scans FROM enrolment_codes WHERE unit_id = %s AND revoked_at IS NULL", [unit.id])
    return row.fetchone()[0]


def test_the_link_of_a_card_opens_its_home(estate_a, code, join, me):
    answer = join(code, device_name="Kitchen phone")
    assert answer.status_code == 201, answer.content
    body = answer.json()
    assert body["home"] == {
        "unit_number": "1",
        "address": "1 Oak Park",
        "house_type": "BD01",
        "development": "Oak Park",
    }
    assert (body["name"], body["expires_in"]) == (estate_a.homeowner.name, 900)
    assert answer.headers["Cache-Control"] == "no-store"
    assert me(body["access"]).json()["home"] == body["home"]


@pytest.mark.parametrize(
    "typed",
    [str, str.lower, lambda c: c.replace("-", ""), lambda c: f"  {c.replace('-', ' ')} ", lambda c: "\u2013".join(c)],
    ids=["printed", "lower case", "no dashes", "spaces", "long dashes"],
)
def test_the_short_code_may_be_typed_as_people_type(card, join, typed):
    assert join(typed(card["short_code"])).status_code == 201


def test_letters_that_look_like_digits_are_read_as_those(estate_a, issue, join):
    while not set(short := issue(estate_a.unit, estate_a.builder)["short_code"]) & {"0", "1"}:
        pass
    assert join(short.replace("0", "o").replace("1", "l")).status_code == 201


def test_both_codes_are_long_and_random(estate_a, issue):
    cards = [issue(unit, estate_a.admin) for unit in (estate_a.unit, estate_a.sibling_unit)]
    longs, shorts = zip(*((c["url"].rpartition("/")[2], c["short_code"].replace("-", "")) for c in cards), strict=True)
    assert {len(code) for code in longs} == {28}  # 5 bits each: 140
    assert {len(code) for code in shorts} == {12}
    assert len({*longs, *shorts}) == 4


def test_the_tokens_hold_every_claim_of_the_home_and_end_in_fourteen_days(estate_a, code, join):
    body = join(code).json()
    tokens = {kind: jwt.decode(body[kind], options={"verify_signature": False}) for kind in ("access", "refresh")}
    for kind, claims in tokens.items():
        assert claims.keys() == CLAIMS
        assert claims["sub"] == str(estate_a.homeowner.id)
        assert claims["tenant_id"] == str(estate_a.tenant.id)
        assert claims["development_id"] == str(estate_a.development.id)
        assert claims["unit_id"] == str(estate_a.unit.id)
        assert (claims["role"], claims["token_type"]) == ("homeowner", kind)
    assert tokens["access"]["exp"] - tokens["access"]["iat"] == 900
    assert 14 * 86400 - 5 <= tokens["refresh"]["exp"] - tokens["refresh"]["iat"] <= 14 * 86400
    assert tokens["access"]["sid"] == tokens["refresh"]["sid"]
    assert tokens["access"]["jti"] != tokens["refresh"]["jti"]


def test_browsers_get_the_refresh_token_in_a_cookie_that_no_script_reads(code, join, settings):
    answer = join(code, browser=True)
    assert "refresh" not in answer.json()
    cookie = answer.cookies[settings.HOMEOWNER_COOKIE_NAME]
    assert cookie.value
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", JOIN)
    assert bool(cookie["secure"]) is settings.HOMEOWNER_COOKIE_SECURE
    native = join(code)
    assert native.json()["refresh"]
    assert not native.cookies


def test_the_cookie_is_secure_where_the_setting_says_so(code, join, settings):
    settings.HOMEOWNER_COOKIE_SECURE = True
    assert join(code, browser=True).cookies[settings.HOMEOWNER_COOKIE_NAME]["secure"]


def test_a_second_device_joins_the_same_person_and_every_scan_is_counted(estate_a, code, join, me, superuser, trail):
    accesses = [join(code, device_name=name).json()["access"] for name in ("Phone", "Tablet")]
    assert [me(access).status_code for access in accesses] == [200, 200]
    subjects = {jwt.decode(access, options={"verify_signature": False})["sub"] for access in accesses}
    assert subjects == {str(estate_a.homeowner.id)}
    assert scans(superuser, estate_a.unit) == 2
    joined = trail.of(estate_a.tenant.id, "homeowner.joined")
    assert joined == [{"first_time": True}, {"first_time": False}]
    assert trail.of(estate_a.tenant.id, "enrolment.scanned") == [{"outcome": "joined"}] * 2


def test_a_home_without_recorded_people_can_be_joined_and_only_once_made(
    estate_a, as_staff, issue, anonymous, superuser
):
    home = {"unit_number": "50", "address": "50 Oak Park", "house_type": "BD01"}
    path = f"/api/developers/developments/{estate_a.development.id}/units"
    unit_id = as_staff(estate_a.builder).post_json(path, home).json()["id"]
    url = as_staff(estate_a.builder).post_json(f"/api/developers/units/{unit_id}/enrolment").json()["url"]

    def scan(_):
        try:
            answer = anonymous().post_json(JOIN, {"code": url.rpartition("/")[2]})
            return answer.status_code, answer.json()["name"]
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(scan, range(6))) == {(201, "")}
    made = superuser.execute("SELECT count(*) FROM homeowners WHERE unit_id = %s", [unit_id]).fetchone()
    counted = superuser.execute("SELECT scans FROM enrolment_codes WHERE unit_id = %s", [unit_id]).fetchone()
    assert (made, counted) == ((1,), (6,))


def test_a_home_whose_residents_are_all_deactivated_admits_nobody(estate_a, code, as_staff, join, trail):
    builder = as_staff(estate_a.builder)
    for person in (estate_a.homeowner, estate_a.partner):
        assert join(code).status_code == 201
        builder.patch_json(f"/api/developers/homeowners/{person.id}", {"active": False})
    refused = join(code)
    assert (refused.status_code, refused.json()["code"]) == (404, "unknown_code")
    assert trail.of(estate_a.tenant.id, "enrolment.scanned")[-1] == {"outcome": "nobody_active"}


def test_a_replaced_a_revoked_an_expired_and_a_guessed_code_are_one_answer(estate_a, issue, as_staff, join, superuser):
    path = f"/api/developers/units/{estate_a.unit.id}/enrolment"
    replaced = issue(estate_a.unit, estate_a.builder)
    revoked = issue(estate_a.unit, estate_a.builder)
    expired = issue(estate_a.sibling_unit, estate_a.builder)
    assert join(revoked["short_code"]).status_code == join(expired["short_code"]).status_code == 201
    assert as_staff(estate_a.builder).delete(path).status_code == 204
    superuser.execute("UPDATE enrolment_codes SET expires_at = now() WHERE unit_id = %s", [estate_a.sibling_unit.id])
    guessed = join("0" * 28)
    assert (guessed.status_code, guessed.json()["code"]) == (404, "unknown_code")
    for card in (replaced, revoked, expired):
        for code in (card["short_code"], card["url"].rpartition("/")[2]):
            assert same(join(code), guessed)


def test_a_refused_code_is_in_the_trail_and_the_code_is_not(join, trail):
    refused = join("NEVER-WAS-A-CODE")
    row = trail.refusal(refused.headers["X-Request-ID"])
    assert (row["status"], row["payload"]["code"]) == (404, "unknown_code")
    assert "NEVER" not in str(row)


def test_no_code_and_no_token_is_in_the_trail_the_logs_or_the_tables(card, code, join, trail, caplog, capfd, superuser):
    body = join(code).json()
    join("WRONG-" + code)
    written = trail.text() + caplog.text + "".join(capfd.readouterr())
    stored = superuser.execute("SELECT to_jsonb(c)::text FROM enrolment_codes c").fetchall()
    kept = superuser.execute("SELECT to_jsonb(s)::text FROM security.sessions s").fetchall()
    everything = written + str(stored) + str(kept)
    for secret in (code, card["short_code"], card["short_code"].replace("-", ""), body["access"], body["refresh"]):
        assert secret not in everything


def test_twenty_codes_an_hour_may_be_tried_from_one_address(anonymous, join):
    client = anonymous()
    answers = [join(f"guess{number}", client=client) for number in range(21)]
    assert [answer.status_code for answer in answers] == [404] * 20 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 3000


@pytest.mark.parametrize("body", [{}, {"code": ""}, {"code": "x" * 201}, {"code": 5.5e999}, {"code": ["a"]}, []])
def test_a_body_out_of_form_is_refused(anonymous, body):
    assert anonymous().post_json(JOIN, body).status_code == 400


@pytest.mark.parametrize("field", ["tenant_id", "unit_id", "role", "development_id"])
def test_nobody_says_themselves_who_they_are(code, join, field):
    refused = join(code, **{field: "x"})
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, "unknown_field")


def test_a_code_of_one_tenant_opens_nothing_of_another(estate_a, estate_b, issue, join, me):
    body = join(issue(estate_b.unit, estate_b.builder)["short_code"]).json()
    assert me(body["access"]).json()["name"] == estate_b.homeowner.name


def test_a_card_shows_its_builders_look_and_a_wrong_code_shows_none(estate_a, code, as_staff, join):
    look = {"product_name": "Oak Answers", "brand": "#1f3a5f", "accent": "#0c6a57"}
    assert as_staff(estate_a.admin).send("PUT", "/api/developers/theme", look).status_code == 200
    shown = join(code).json()["theme"]
    assert {name: shown[name] for name in look} == look
    assert (shown["builder"], shown["stylesheet"]) == (estate_a.tenant.name, "/theme/1f3a5f-0c6a57.css")
    refused = join("0" * 28).content.decode()
    assert not [told for told in ("theme", "Oak Answers", estate_a.tenant.name) if told in refused]


def test_staff_with_a_live_session_can_scan_a_card_too(estate_a, code, as_staff, join):
    client = as_staff(estate_a.builder)
    client.defaults.pop("HTTP_X_CSRFTOKEN", None)
    assert join(code, client=client, browser=True).status_code == 201


def test_a_card_outlives_a_change_of_the_secret_key(card, join, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-that-is-long-enough-0123456789"
    assert join(card["short_code"]).status_code == 201
    settings.SECRET_KEY_FALLBACKS = []
    assert join(card["short_code"]).status_code == 404
