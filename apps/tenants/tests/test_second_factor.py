"""The second factor from outside: switching it on and off, and how it is kept."""

from base64 import b32decode
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from apps.tenants.sealing import unseal

from .factors import FACTOR, ME, App, code_of, sign_in, switched_on, with_code


def state(client):
    return client.get(FACTOR).json()


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

    def test_command_helps_whom_no_admin_can(self, super_admin, as_staff, anonymous):
        lost = as_staff(super_admin)
        switched_on(lost)
        who = ["--tenant", "platform", "--email", super_admin.email.upper()]
        call_command("reset_second_factor", *who, "--dry-run", stdout=StringIO())
        assert code_of(lost.get(ME)) == 200
        call_command("reset_second_factor", *who, stdout=StringIO())
        assert code_of(lost.get(ME)) == "session_ended"
        assert sign_in(anonymous(), super_admin).status_code == 200
        for wrong, words in (
            (who, "no second factor"),
            ([*who[:3], "nobody@example.test"], "nobody with this address"),
        ):
            with pytest.raises(CommandError, match=words):
                call_command("reset_second_factor", *wrong, stdout=StringIO())
