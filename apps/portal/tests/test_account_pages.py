"""The pages of one's own account as a client without script sees them."""

import pytest
from django.conf import settings

from apps.tenants.tests.factors import App, switched_on
from openhouse.testing.estates import PASSWORD

SESSIONS, PASSWORD_PAGE, FACTOR = "/accounts/sessions", "/accounts/password", "/accounts/second-factor"
AGE = """UPDATE security.sessions SET data = jsonb_set(data, '{second_factor_at}',
    to_jsonb((data ->> 'second_factor_at')::int - 601)) WHERE subject_id = %s AND data ? 'second_factor_at'"""


def submit(client, path, _shown_at="", **fields):
    token = str(client.get(_shown_at or path).context["csrf_token"])
    client.defaults.pop("HTTP_X_CSRFTOKEN", None)
    return client.post(path, {"csrfmiddlewaretoken": token, **fields})


def text(response):
    return response.content.decode()


def sign_in(client, person, next_path="/documents"):
    return submit(client, "/accounts/login", email=person.email, password=PASSWORD, next=next_path)


@pytest.fixture
def with_factor(estate_a, as_staff):
    """An admin whose factor is on, and their app."""
    app, codes = switched_on(as_staff(estate_a.admin))
    return estate_a.admin, app, codes


class TestSessions:
    def test_the_page_shows_and_ends_the_others(self, estate_a, as_staff):
        client, other = as_staff(estate_a.builder), as_staff(estate_a.builder)
        page = client.get(SESSIONS)
        assert text(page).count('class="session"') == 2
        assert "this one" in text(page)
        assert submit(client, SESSIONS).headers["Location"] == SESSIONS
        assert other.get("/api/auth/me").status_code == 401
        assert text(client.get(SESSIONS)).count('class="session"') == 1

    def test_one_of_them_is_ended_by_its_button(self, estate_a, as_staff):
        client, other = as_staff(estate_a.builder), as_staff(estate_a.builder)
        (theirs,) = (s.id for s in client.get(SESSIONS).context["sessions"] if not s.current)
        submit(client, SESSIONS, session=str(theirs))
        assert other.get("/api/auth/me").status_code == 401
        assert submit(client, SESSIONS, session=str(theirs)).status_code == 404
        assert submit(client, SESSIONS, session="not one").status_code == 404

    @pytest.mark.parametrize("path", [SESSIONS, PASSWORD_PAGE, FACTOR, "/accounts/confirm"])
    def test_nobody_else_gets_in(self, anonymous, as_homeowner, estate_a, path):
        assert anonymous().get(path).headers["Location"].startswith("/accounts/login?next=")
        assert as_homeowner(estate_a.homeowner).get(path).status_code == 403


class TestPassword:
    def test_a_good_one_is_taken_and_this_session_goes_on(self, estate_a, as_staff):
        client, other = as_staff(estate_a.builder), as_staff(estate_a.builder)
        done = submit(client, PASSWORD_PAGE, current=PASSWORD, new="a wholly different phrase")
        assert done.headers["Location"] == SESSIONS
        assert "Your password is changed" in text(client.get(SESSIONS))
        assert other.get("/api/auth/me").status_code == 401

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"current": "wrong", "new": "a wholly different phrase"}, "not your present password"),
            ({"current": PASSWORD, "new": "short"}, "at least 12 characters"),
            ({"current": PASSWORD}, "Please give"),
        ],
        ids=["wrong", "short", "missing"],
    )
    def test_what_is_wrong_stands_beside_its_field(self, estate_a, as_staff, fields, words):
        refused = submit(as_staff(estate_a.builder), PASSWORD_PAGE, **fields)
        assert refused.status_code == 400
        assert words in text(refused)
        assert "a wholly different phrase" not in text(refused)


class TestSecondFactor:
    def test_set_up_from_beginning_to_recovery_codes(self, estate_a, as_staff):
        client = as_staff(estate_a.builder)
        assert "Set up" in text(client.get(FACTOR))
        submit(client, FACTOR, action="begin")
        shown = client.get(FACTOR)
        assert 'src="data:image/svg+xml' in text(shown)
        app = App(shown.context["set_up"].secret)
        wrong = submit(client, FACTOR, action="confirm", otp="000000")
        assert wrong.status_code == 400
        assert "not right" in text(wrong)
        assert app.secret in text(wrong)

    def test_confirmed_it_shows_the_codes_once_and_switches_off_with_a_code(self, estate_a, as_staff):
        client = as_staff(estate_a.builder)
        submit(client, FACTOR, action="begin")
        app = App(client.get(FACTOR).context["set_up"].secret)
        done = submit(client, FACTOR, action="confirm", otp=app.code(0))
        assert done.status_code == 200
        assert done.headers["Cache-Control"] == "no-store"
        codes = done.context["codes"]
        assert all(code in text(done) for code in codes)
        page = text(client.get(FACTOR))
        assert "10 recovery codes are left" in page
        assert not [code for code in codes if code in page]
        assert submit(client, FACTOR, action="off", otp="000000").status_code == 400
        assert submit(client, FACTOR, action="off", otp=codes[0]).status_code == 400, "one second of patience"

    def test_a_recovery_code_makes_new_ones(self, estate_a, as_staff):
        client = as_staff(estate_a.builder)
        _, old = switched_on(client)
        done = submit(client, FACTOR, action="codes", otp=old[0])
        assert done.status_code == 200
        assert not set(old) & set(done.context["codes"])
        off = submit(client, FACTOR, action="off", otp=done.context["codes"][0])
        assert off.headers["Location"] == FACTOR
        assert "Set up" in text(client.get(FACTOR))


class TestSignInWithFactor:
    def test_the_code_is_asked_on_a_page_of_its_own_and_leads_on(self, with_factor, anonymous):
        person, *_ = with_factor
        client = anonymous()
        assert sign_in(client, person, "/accounts/sessions").headers["Location"] == SESSIONS
        led = client.get(SESSIONS).headers["Location"]
        assert led == "/accounts/confirm?next=%2Faccounts%2Fsessions"
        wrong = submit(client, "/accounts/confirm", led, otp="000000", next=SESSIONS)
        assert wrong.status_code == 401
        assert "not right" in text(wrong)

    def test_a_right_code_opens_everything(self, with_factor, anonymous):
        person, app, _ = with_factor
        client = anonymous()
        sign_in(client, person)
        done = submit(client, "/accounts/confirm", otp=f" {app.code()[:3]} {app.code()[3:]} ", next=SESSIONS)
        assert done.headers["Location"] == SESSIONS
        assert client.get(SESSIONS).status_code == 200
        assert client.get("/admin-enterprise/").status_code == 200

    @pytest.mark.parametrize("path", ["/documents", "/admin-enterprise/", SESSIONS, PASSWORD_PAGE, FACTOR])
    def test_without_the_code_every_page_leads_there(self, with_factor, anonymous, path):
        client = anonymous()
        sign_in(client, with_factor[0])
        assert client.get(path).headers["Location"].startswith("/accounts/confirm?next=")
        assert client.get("/api/developers/developments").json()["code"] == "otp_required"

    def test_half_of_it_forgives_no_wrong_codes(self, with_factor, anonymous):
        person, *_ = with_factor
        client, body = anonymous(), {"email": person.email, "password": PASSWORD, "otp": "000000"}
        for _ in range(4):
            client.post_json("/api/auth/login", body)
        assert sign_in(client, person).status_code == 302
        client.post_json("/api/auth/login", body)
        locked = client.post_json("/api/auth/login", {"email": person.email, "password": PASSWORD})
        assert locked.json()["code"] == "invalid_credentials"

    def test_nobody_is_asked_who_has_none(self, estate_a, as_staff):
        asked = as_staff(estate_a.builder).get("/accounts/confirm?next=/accounts/sessions")
        assert asked.headers["Location"] == SESSIONS

    def test_a_look_at_a_home_is_stopped_without_a_code(self, with_factor, anonymous):
        client = anonymous()
        sign_in(client, with_factor[0])
        assert client.get("/accounts/support").headers["Location"].startswith("/accounts/confirm?next=")
        stopped = submit(client, "/accounts/support/stop", "/accounts/confirm")
        assert stopped.headers["Location"] == "/admin-enterprise/"

    def test_it_can_be_given_up(self, with_factor, anonymous):
        client = anonymous()
        sign_in(client, with_factor[0])
        assert submit(client, "/accounts/logout", "/accounts/confirm").headers["Location"] == "/accounts/login"

    @pytest.mark.parametrize("asked", ["//evil.example/", "https://evil.example/", "javascript:alert(1)"])
    def test_the_code_leads_nowhere_else(self, with_factor, anonymous, asked):
        person, app, _ = with_factor
        client = anonymous()
        sign_in(client, person)
        done = submit(client, "/accounts/confirm", otp=app.code(), next=asked)
        assert done.headers["Location"] == settings.LOGIN_REDIRECT_URL


class TestSensitivePages:
    @pytest.fixture
    def aged(self, with_factor, anonymous, superuser):
        person, app, _ = with_factor
        client = anonymous()
        sign_in(client, person)
        submit(client, "/accounts/confirm", otp=app.code(), next=SESSIONS)
        superuser.execute(AGE, [person.pk])
        return client, app

    def test_password_and_staff_ask_again_and_the_rest_does_not(self, aged, estate_a):
        client, app = aged
        staff = "/admin-enterprise/tenants/staff/"
        assert client.get(staff).status_code == client.get(SESSIONS).status_code == 200
        for path in (PASSWORD_PAGE, f"{staff}{estate_a.builder.pk}/change/", f"{staff}add/"):
            assert client.get(path).headers["Location"].startswith("/accounts/confirm?next=")
        submit(client, "/accounts/confirm", otp=app.code(2), next=PASSWORD_PAGE)
        assert client.get(PASSWORD_PAGE).status_code == 200
        assert client.get(f"{staff}{estate_a.builder.pk}/change/").status_code == 200


class TestRequired:
    def test_every_page_leads_to_the_set_up_until_it_is_done(self, estate_a, as_staff):
        as_staff(estate_a.admin).send("PUT", "/api/admin/second-factor", {"required": True})
        client = as_staff(estate_a.builder)
        for path in ("/documents", SESSIONS, PASSWORD_PAGE):
            assert client.get(path).headers["Location"] == FACTOR
        assert "requires a second factor" in text(client.get(FACTOR))
        switched_on(client)
        assert client.get("/documents").status_code == 200
        assert "Switch off" not in text(client.get(FACTOR))

    def test_admin_takes_it_off_and_unlocks_at_the_persons_page(self, estate_a, estate_b, as_staff):
        lost, admin = as_staff(estate_a.builder), as_staff(estate_a.admin)
        switched_on(lost)
        person = f"/admin-enterprise/tenants/staff/{estate_a.builder.pk}/"
        for action in ("unlock/", "second-factor/"):
            foreign = submit(as_staff(estate_b.admin), person + action, "/accounts/sessions")
            assert foreign.status_code == 404
            assert submit(admin, person + action, f"{person}change/").headers["Location"] == f"{person}change/"
        assert lost.get("/api/auth/me").json()["code"] == "session_ended"

    def test_operator_requires_it_of_a_tenant_in_the_admin(self, estate_a, super_admin, as_staff):
        operator = as_staff(super_admin)
        path = f"/admin-enterprise/tenants/tenant/{estate_a.tenant.pk}/change/"
        fields = {"name": estate_a.tenant.name, "country": "IE", "require_second_factor": "on"}
        assert submit(operator, path, **fields).status_code == 302
        assert as_staff(estate_a.builder).get("/documents").headers["Location"] == FACTOR
