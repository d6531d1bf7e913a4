"""Signing in with a second factor: which codes open, and what stays shut until one was shown."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from openhouse.testing.clients import ApiClient

from .factors import FACTOR, ME, sign_in, switched_on, with_code


def state(client):
    return client.get(FACTOR).json()


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
