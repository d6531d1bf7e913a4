"""The second factor from outside: switching it on, showing it, and what it keeps shut until then."""

from base64 import b32decode
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connection

from apps.tenants.sealing import unseal
from openhouse.testing.clients import ApiClient
from openhouse.testing.estates import PASSWORD

from .factors import FACTOR, App, switched_on

ME, LOGIN = "/api/auth/me", "/api/auth/login"
CALM = "UPDATE authenticators SET throttling_failure_count = 0, last_t = -1, drift = 0"
AGE = """UPDATE security.sessions SET data = jsonb_set(data, '{second_factor_at}',
    to_jsonb((data ->> 'second_factor_at')::int - %s)) WHERE subject_id = %s AND data ? 'second_factor_at'"""


def state(client):
    return client.get(FACTOR).json()


def code_of(answer):
    return answer.status_code if answer.status_code < 400 else answer.json()["code"]


def sign_in(client, person, otp=None, password=PASSWORD):
    body = {"email": person.email, "password": password} | ({} if otp is None else {"otp": otp})
    return client.post_json(LOGIN, body)


def with_code(client, method, path, code, body=None):
    return client.send(method, path, body, headers={"X-OTP": code})


@pytest.fixture
def calm(superuser):
    """Forgets failed codes and which codes were used, as if time had passed."""
    return lambda: superuser.execute(CALM)


@pytest.fixture
def trail(superuser):
    def events(person):
        return [
            event
            for (event,) in superuser.execute(
                "SELECT event FROM audit_log WHERE subject_id = %s AND event LIKE 'second_factor.%%' ORDER BY at",
                [person.pk],
            )
        ]

    return events


class TestSwitchingOn:
    def test_a_first_code_switches_it_on_and_gives_ten_recovery_codes(self, estate_a, as_staff, trail):
        client = as_staff(estate_a.builder)
        assert state(client) == {"on": False, "required": False, "since": None, "recovery_codes": 0}
        began = client.post_json(FACTOR)
        assert began.status_code == 201
        assert began.json()["qr"].startswith("data:image/svg+xml")
        assert began.json()["secret"] in began.json()["uri"]
        assert not state(client)["on"]
        answer = client.post_json(f"{FACTOR}/confirm", {"otp": App(began.json()["secret"]).code()})
        assert answer.status_code == 201
        assert len(set(answer.json()["recovery_codes"])) == 10
        assert state(client) | {"since": ""} == {"on": True, "required": False, "since": "", "recovery_codes": 10}
        assert client.get(ME).json()["two_factor"] is True
        assert trail(estate_a.builder) == ["second_factor.on"]

    def test_this_session_gets_a_new_key_and_the_others_end(self, estate_a, as_staff):
        client, other = as_staff(estate_a.builder), as_staff(estate_a.builder)
        before = client.cookies[settings.SESSION_COOKIE_NAME].value
        switched_on(client)
        assert client.cookies[settings.SESSION_COOKIE_NAME].value != before
        assert (code_of(client.get(ME)), code_of(other.get(ME))) == (200, "session_ended")

    def test_a_wrong_code_leaves_it_off(self, estate_a, as_staff):
        client = as_staff(estate_a.builder)
        client.post_json(FACTOR)
        assert client.post_json(f"{FACTOR}/confirm", {"otp": "000000"}).json()["errors"][0]["field"] == "otp"
        assert not state(client)["on"]

    def test_the_app_must_be_given_its_key_first_and_once(self, estate_a, as_staff):
        client = as_staff(estate_a.builder)
        assert client.post_json(f"{FACTOR}/confirm", {"otp": "123456"}).status_code == 409
        switched_on(client)
        assert client.post_json(FACTOR).status_code == 409
        assert client.post_json(f"{FACTOR}/confirm", {"otp": "123456"}).status_code == 409

    def test_a_set_up_can_begin_again_and_only_the_last_counts(self, estate_a, as_staff):
        client = as_staff(estate_a.builder)
        first, _second = (App(client.post_json(FACTOR).json()["secret"]) for _ in range(2))
        assert client.post_json(f"{FACTOR}/confirm", {"otp": first.code()}).status_code == 400

    def test_operator_inside_a_tenant_switches_on_their_own(self, estate_a, super_admin, as_staff, anonymous):
        client = as_staff(super_admin)
        client.post_json("/api/admin/scope", {"tenant": estate_a.tenant.slug})
        app, _ = switched_on(client)
        assert sign_in(anonymous(), super_admin).json()["code"] == "otp_required"
        assert sign_in(anonymous(), super_admin, app.code()).status_code == 200


class TestAtRest:
    def test_secrets_and_recovery_codes_are_not_readable(self, estate_a, as_staff, superuser):
        app, codes = switched_on(as_staff(estate_a.builder))
        key, row = superuser.execute(
            "SELECT sealed_key, a::text FROM authenticators a WHERE user_id = %s", [estate_a.builder.pk]
        ).fetchone()
        assert unseal(bytes(key)) == b32decode(app.secret)
        rows = superuser.execute("SELECT r::text FROM recovery_codes r").fetchall()
        stored = row + "".join(text for (text,) in rows)
        assert app.secret not in stored
        assert b32decode(app.secret).hex() not in stored
        assert not [code for code in codes if code.replace("-", "") in stored]

    @pytest.mark.parametrize("table", ["authenticators", "recovery_codes"])
    @pytest.mark.parametrize("role", ["admin", "developer", "service", "homeowner", "anonymous"])
    def test_no_role_that_acts_for_a_tenant_reaches_them(self, superuser, table, role):
        asked = "SELECT has_table_privilege(%s, %s, 'SELECT, INSERT, UPDATE, DELETE')"
        assert superuser.execute(asked, [f"openhouse_{role}", table]).fetchone() == (False,)

    def test_keys_of_a_former_secret_are_read_and_sealed_anew(self, estate_a, as_staff, anonymous, settings, superuser):
        app, codes = switched_on(as_staff(estate_a.builder))
        former, settings.SECRET_KEY = settings.SECRET_KEY, "another secret key of more than 32 characters"
        settings.SECRET_KEY_FALLBACKS = [former]
        assert sign_in(anonymous(), estate_a.builder, app.code()).status_code == 200
        assert sign_in(anonymous(), estate_a.builder, codes[0]).status_code == 200
        settings.SECRET_KEY_FALLBACKS = []
        (key,) = superuser.execute(
            "SELECT sealed_key FROM authenticators WHERE user_id = %s", [estate_a.builder.pk]
        ).fetchone()
        assert unseal(bytes(key)) == b32decode(app.secret)


class TestSignIn:
    def test_right_password_alone_is_not_enough(self, estate_a, as_staff, anonymous):
        app, _ = switched_on(as_staff(estate_a.builder))
        client = anonymous()
        asked = sign_in(client, estate_a.builder)
        assert (asked.status_code, asked.json()["code"]) == (401, "otp_required")
        assert not asked.cookies
        assert sign_in(client, estate_a.builder, app.code()).status_code == 200
        assert client.get(ME).json()["two_factor"] is True

    def test_wrong_password_never_asks_for_a_code(self, estate_a, as_staff, anonymous):
        app, _ = switched_on(as_staff(estate_a.builder))
        wrong = sign_in(anonymous(), estate_a.builder, app.code(), password="wrong")
        assert wrong.json()["code"] == "invalid_credentials"

    def test_a_code_counts_once(self, estate_a, as_staff, anonymous):
        app, _ = switched_on(as_staff(estate_a.builder))
        code = app.code()
        assert sign_in(anonymous(), estate_a.builder, code).status_code == 200
        again = sign_in(anonymous(), estate_a.builder, code)
        assert (again.status_code, again.json()["errors"][0]["field"]) == (401, "otp")

    def test_one_code_sent_many_times_at_once_opens_one_session(self, estate_a, as_staff):
        app, _ = switched_on(as_staff(estate_a.builder))
        code = app.code()

        def attempt(_number):
            try:
                return sign_in(ApiClient(), estate_a.builder, code).status_code
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as pool:
            assert sorted(pool.map(attempt, range(8))) == [200] + [401] * 7

    def test_a_clock_that_is_a_little_off_is_followed(self, estate_a, as_staff, anonymous):
        app, _ = switched_on(as_staff(estate_a.builder))
        assert sign_in(anonymous(), estate_a.builder, app.code(1)).status_code == 200
        assert sign_in(anonymous(), estate_a.builder, app.code(2)).status_code == 200
        assert sign_in(anonymous(), estate_a.builder, app.code(5)).status_code == 401

    def test_a_recovery_code_opens_once(self, estate_a, as_staff, anonymous, calm, trail):
        client = as_staff(estate_a.builder)
        _, codes = switched_on(client)
        assert sign_in(anonymous(), estate_a.builder, codes[0].upper()).status_code == 200
        assert sign_in(anonymous(), estate_a.builder, codes[0]).status_code == 401
        calm()
        assert sign_in(anonymous(), estate_a.builder, codes[1].replace("-", " ")).status_code == 200
        assert state(client)["recovery_codes"] == 8
        assert trail(estate_a.builder) == [
            "second_factor.on",
            "second_factor.recovery_code_used",
            "second_factor.failed",
            "second_factor.recovery_code_used",
        ]

    def test_wrong_codes_make_even_the_right_one_wait(self, estate_a, as_staff, anonymous, calm):
        app, _ = switched_on(as_staff(estate_a.builder))
        for code in ("000000", "000001", "000002", "000003", "000004"):
            refused = sign_in(anonymous(), estate_a.builder, code)
        assert (refused.status_code, refused.json()["code"]) == (401, "otp_required")
        assert int(refused.headers["Retry-After"]) >= 1
        assert sign_in(anonymous(), estate_a.builder, app.code()).status_code == 401
        calm()
        assert sign_in(anonymous(), estate_a.builder, app.code()).status_code == 200

    def test_wrong_codes_lock_as_wrong_passwords_do(self, estate_a, as_staff, anonymous, calm):
        app, _ = switched_on(as_staff(estate_a.builder))
        client = anonymous()
        for _ in range(5):
            sign_in(client, estate_a.builder, "000000")
        calm()
        locked = sign_in(client, estate_a.builder, app.code())
        assert (locked.status_code, locked.json()["code"]) == (401, "invalid_credentials")
        assert sign_in(anonymous(), estate_a.builder, app.code()).status_code == 200

    @pytest.mark.parametrize("code", ["", " ", "\u0661" * 6, "12345", "x" * 12, "0x1234", "\uff11" * 6])
    def test_what_is_no_code_is_refused_calmly(self, estate_a, as_staff, anonymous, code):
        switched_on(as_staff(estate_a.builder))
        assert sign_in(anonymous(), estate_a.builder, code).status_code in (400, 401)

    def test_a_code_is_ignored_where_no_factor_is_on(self, estate_a, anonymous):
        assert sign_in(anonymous(), estate_a.builder, "123456").status_code == 200


class TestHalfWay:
    """A session whose person has the factor on and has not shown it."""

    @pytest.fixture
    def half(self, estate_a, as_staff):
        app, codes = switched_on(as_staff(estate_a.admin))
        return as_staff(estate_a.admin), app, codes

    @pytest.mark.parametrize(
        "path", [ME, FACTOR, "/api/auth/sessions", "/api/admin/developers", "/api/developers/developments"]
    )
    def test_it_may_do_nothing(self, half, path):
        client, app, _ = half
        refused = client.get(path)
        assert (refused.status_code, refused.json()["code"]) == (401, "otp_required")
        assert client.get(path, headers={"X-OTP": app.code()}).status_code == 200
        assert client.get(path).status_code == 200

    def test_a_wrong_code_in_the_header_is_counted(self, half, trail, estate_a):
        client, *_ = half
        refused = with_code(client, "GET", ME, "000000")
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (401, "otp")
        assert trail(estate_a.admin)[-1] == "second_factor.failed"

    def test_it_can_always_sign_out_and_stop_what_it_began(self, half):
        client, *_ = half
        assert client.post_json("/api/admin/impersonation/stop").status_code == 204
        assert client.post_json("/api/auth/logout").status_code == 204


class TestSensitive:
    """What asks again when the last proof is older than ten minutes."""

    @pytest.fixture
    def aged(self, estate_a, as_staff, superuser):
        client = as_staff(estate_a.admin)
        app, _ = switched_on(client)

        def make(seconds):
            superuser.execute(AGE, [seconds, estate_a.admin.pk])
            return client, app

        return make

    CALLS = {
        "password": lambda e: ("POST", "/api/auth/password", {"current": PASSWORD, "new": "a wholly different phrase"}),
        "role": lambda e: ("PATCH", f"/api/admin/developers/{e.builder.pk}", {"role": "admin"}),
        "export": lambda e: ("GET", "/api/admin/audit/export", None),
        "policy": lambda e: ("PUT", "/api/admin/second-factor", {"required": True}),
    }

    @pytest.mark.parametrize("name", CALLS)
    def test_is_asked_after_ten_minutes_and_not_before(self, aged, estate_a, name):
        method, path, body = self.CALLS[name](estate_a)
        client, app = aged(601)
        assert code_of(client.send(method, path, body)) == "otp_required"
        assert with_code(client, method, path, app.code(), body).status_code < 300
        assert client.send(method, path, body).status_code != 401

    def test_other_calls_are_not_asked(self, aged):
        client, _ = aged(3600)
        assert client.get("/api/admin/developers").status_code == 200

    def test_ending_another_persons_session_is_asked(self, aged, estate_a, as_staff):
        as_staff(estate_a.builder)
        client, app = aged(601)
        (row,) = client.get(f"/api/admin/sessions?person={estate_a.builder.pk}").json()["results"]
        assert code_of(client.send("DELETE", f"/api/admin/sessions/{row['id']}")) == "otp_required"
        assert with_code(client, "DELETE", f"/api/admin/sessions/{row['id']}", app.code()).status_code == 204

    @pytest.mark.parametrize(("method", "path"), [("DELETE", FACTOR), ("POST", f"{FACTOR}/recovery-codes")])
    def test_change_of_the_factor_always_needs_a_code(self, aged, method, path):
        client, _ = aged(0)
        assert code_of(client.send(method, path)) == "otp_required"
        assert code_of(with_code(client, method, path, "000000")) == "otp_required"

    def test_export_goes_on_under_a_new_key(self, aged):
        client, _ = aged(0)
        before = client.cookies[settings.SESSION_COOKIE_NAME].value
        b"".join(client.get("/api/admin/audit/export").streaming_content)
        assert client.cookies[settings.SESSION_COOKIE_NAME].value != before
        assert client.get(ME).status_code == 200
        client.cookies[settings.SESSION_COOKIE_NAME] = before
        assert code_of(client.get(ME)) == "session_ended"


class TestSwitchingOff:
    def test_a_code_switches_it_off(self, estate_a, as_staff, anonymous, trail):
        client = as_staff(estate_a.builder)
        app, _ = switched_on(client)
        before = client.cookies[settings.SESSION_COOKIE_NAME].value
        assert with_code(client, "DELETE", FACTOR, app.code()).status_code == 204
        assert client.cookies[settings.SESSION_COOKIE_NAME].value != before
        assert state(client) == {"on": False, "required": False, "since": None, "recovery_codes": 0}
        assert sign_in(anonymous(), estate_a.builder).status_code == 200
        assert trail(estate_a.builder) == ["second_factor.on", "second_factor.off"]

    def test_new_recovery_codes_replace_the_old(self, estate_a, as_staff, anonymous, calm):
        client = as_staff(estate_a.builder)
        app, old = switched_on(client)
        answer = with_code(client, "POST", f"{FACTOR}/recovery-codes", app.code())
        new = answer.json()["recovery_codes"]
        assert (answer.status_code, len(new), set(new) & set(old)) == (201, 10, set())
        assert sign_in(anonymous(), estate_a.builder, old[0]).status_code == 401
        calm()
        assert sign_in(anonymous(), estate_a.builder, new[0]).status_code == 200

    def test_admin_takes_it_off_somebody_who_lost_it(self, estate_a, estate_b, as_staff, anonymous, trail):
        lost = as_staff(estate_a.builder)
        switched_on(lost)
        path = f"/api/admin/developers/{estate_a.builder.pk}/second-factor"
        assert as_staff(estate_b.admin).send("DELETE", path).status_code == 404
        assert as_staff(estate_a.sibling_builder).send("DELETE", path).status_code == 403
        assert code_of(lost.get(ME)) == 200
        assert as_staff(estate_a.admin).send("DELETE", path).status_code == 204
        assert code_of(lost.get(ME)) == "session_ended"
        assert sign_in(anonymous(), estate_a.builder).status_code == 200
        assert trail(estate_a.builder) == ["second_factor.on", "second_factor.off"]
        assert as_staff(estate_a.admin).send("DELETE", path).status_code == 409


class TestRequired:
    @pytest.fixture
    def required(self, estate_a, as_staff):
        answer = as_staff(estate_a.admin).send("PUT", "/api/admin/second-factor", {"required": True})
        assert (answer.status_code, answer.json()) == (200, {"required": True})

    def test_who_has_none_may_only_set_it_up(self, estate_a, as_staff, required):
        client = as_staff(estate_a.builder)
        refused = client.get("/api/developers/developments")
        assert (refused.status_code, refused.json()["code"]) == (403, "second_factor_required")
        for path in ("/api/auth/sessions", "/api/auth/password"):
            assert client.send("POST" if "password" in path else "GET", path).status_code == 403
        assert client.get(ME).status_code == 200
        assert state(client)["required"] is True
        switched_on(client)
        assert client.get("/api/developers/developments").status_code == 200

    def test_it_cannot_be_switched_off_while_required(self, estate_a, as_staff, required):
        client = as_staff(estate_a.builder)
        app, _ = switched_on(client)
        assert with_code(client, "DELETE", FACTOR, app.code()).status_code == 409
        assert state(client)["on"] is True

    def test_live_sessions_are_asked_from_the_next_request_and_other_tenants_are_not(
        self, estate_a, estate_b, as_staff, as_homeowner
    ):
        client, foreign, home = as_staff(estate_a.builder), as_staff(estate_b.builder), as_homeowner(estate_a.homeowner)
        assert client.get("/api/developers/developments").status_code == 200
        as_staff(estate_a.admin).send("PUT", "/api/admin/second-factor", {"required": True})
        assert client.get("/api/developers/developments").status_code == 403
        assert foreign.get("/api/developers/developments").status_code == 200
        assert home.get("/api/homeowner/me").status_code == 200

    def test_people_who_come_later_are_asked_too(self, estate_a, as_staff, required, anonymous, platform):
        from apps.tenants import services

        with platform() as operator:
            person = services.staff_create(
                operator,
                tenant_id=estate_a.tenant.pk,
                email="later@example.test",
                name="Later",
                role="developer",
                password=PASSWORD,
            )
        client = anonymous()
        assert sign_in(client, person).status_code == 200
        assert code_of(client.get("/api/developers/developments")) == "second_factor_required"

    def test_it_can_be_required_no_more(self, estate_a, as_staff, required):
        client = as_staff(estate_a.admin)
        switched_on(client)
        assert client.send("PUT", "/api/admin/second-factor", {"required": False}).status_code == 200
        assert as_staff(estate_a.builder).get("/api/developers/developments").status_code == 200

    def test_builders_do_not_decide_it(self, estate_a, as_staff):
        client = as_staff(estate_a.builder)
        assert client.send("PUT", "/api/admin/second-factor", {"required": True}).status_code == 403
