"""What asks for the second factor again, and a tenant that requires it of everybody."""

import pytest
from django.conf import settings

from apps.tenants import services
from openhouse.testing.estates import PASSWORD

from .factors import FACTOR, ME, code_of, sign_in, switched_on, with_code

NEW = {"name": "New Person", "role": "developer"}
AGE = """UPDATE security.sessions SET data = jsonb_set(data, '{second_factor_at}',
    to_jsonb((data ->> 'second_factor_at')::int - %s)) WHERE subject_id = %s AND data ? 'second_factor_at'"""


def state(client):
    return client.get(FACTOR).json()


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
        "person": lambda e: ("POST", "/api/admin/developers", {**NEW, "email": f"{e.tenant.slug}@example.test"}),
        "support": lambda e: (
            "POST",
            f"/api/admin/homeowners/{e.homeowner.pk}/impersonate",
            {"reason": "asked for it"},
        ),
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
