"""Links from mails: followed once, in time, by whoever has the newest; and they give nothing away."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from apps.audit.models import AuditLog
from apps.core.identity import PLATFORM_TENANT
from apps.tenants import account_access, links, mailing
from apps.tenants.failures import account_hash
from apps.tenants.links import AccountLink, Purpose
from apps.tenants.models import Staff
from openhouse.testing.estates import PASSWORD

from .post import choose, follow, link_in, mailed_link

CHOSEN = "seven brave herons at dawn"


@pytest.fixture
def person(as_staff, platform, estate_a):
    """Somebody whom the admin has invited."""
    body = {"email": f"{uuid4().hex[:8]}@example.test", "role": "developer", "name": "Guess"}
    made = as_staff(estate_a.admin).post_json("/api/developers/team", body).json()
    with platform():
        return Staff.objects.get(pk=made["id"])


def signs_in(client, person, password):
    body = {"email": person.email, "password": password}
    return client.post_json("/api/auth/login", body).status_code == 200


def test_an_invitation_is_followed_and_opens_the_account_once(anonymous, person, platform):
    path, client = mailed_link(person), anonymous()
    assert not signs_in(anonymous(), person, CHOSEN)
    done = choose(client, path, CHOSEN, name="Aoife Byrne")
    assert (done.status_code, done["Location"]) == (302, "/accounts/login")
    assert signs_in(anonymous(), person, CHOSEN)
    assert follow(anonymous(), path).status_code == 404
    with platform():
        assert Staff.objects.get(pk=person.pk).name == "Aoife Byrne"
        assert AuditLog.objects.filter(subject_id=person.pk, event="staff.invitation_accepted").count() == 1


def test_the_secret_leaves_the_address_and_no_trail_holds_it(anonymous, person, platform):
    path, client = mailed_link(person), anonymous()
    taken = client.get(path)
    assert taken["Location"] == "/accounts/invitation"
    assert taken["Referrer-Policy"] == "no-referrer"
    (cookie,) = taken.cookies.values()
    assert (cookie["httponly"], cookie["path"], cookie["samesite"]) == (True, "/accounts/", "Lax")
    form = client.get(taken["Location"])
    assert path.rsplit("/", 1)[1] not in form.content.decode()
    with platform():
        assert not AuditLog.objects.filter(request_path__contains=path.rsplit("/", 1)[1]).exists()
        assert bytes(AccountLink.objects.get(staff=person).fingerprint) not in path.encode()


def test_a_weak_password_is_refused_and_the_link_stays(anonymous, person):
    path, client = mailed_link(person), anonymous()
    for weak in ("short", "password1234", person.email):
        refused = choose(client, path, weak, name="A")
        assert (refused.status_code, bool(refused.context["error"])) == (400, True)
    assert choose(client, path, CHOSEN, name="A").status_code == 302


def test_a_newer_mail_replaces_the_link(anonymous, person):
    older, newer = mailed_link(person), mailed_link(person)
    assert follow(anonymous(), older).status_code == 404
    assert follow(anonymous(), newer).status_code == 200


def expired(platform, person):
    path = mailed_link(person)
    with platform():
        AccountLink.objects.filter(staff=person).update(expires_at=timezone.now() - timedelta(seconds=1))
    return path


def forged(platform, person):
    """Signed by us, for this very link, with another secret."""
    mailed_link(person)
    with platform():
        return f"/accounts/invitation/{links.new_token(AccountLink.objects.get(staff=person).pk)[0]}"


def of_another_kind(platform, person):
    return mailed_link(person).replace("invitation", "reset")


def altered(platform, person):
    path = mailed_link(person)
    return path[:-1] + ("A" if path[-1] != "A" else "B")


def nonsense(platform, person):
    return "/accounts/invitation/" + "x" * 900


@pytest.mark.parametrize("make", [expired, forged, of_another_kind, altered, nonsense], ids=lambda make: make.__name__)
def test_a_link_that_is_not_right_is_one_kind_page(anonymous, platform, person, make):
    shown = follow(anonymous(), make(platform, person))
    assert shown.status_code == 404
    assert "opens nothing any more" in shown.content.decode()
    assert person.email not in shown.content.decode()


def test_of_two_at_once_one_opens_the_account(person, platform):
    token = mailed_link(person).rsplit("/", 1)[1]
    start = Barrier(4)

    def accept(number):
        start.wait()
        try:
            account_access.accept(token, Purpose.INVITATION, password=f"{CHOSEN} {number}", name="A")
        except account_access.UnknownCode:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(accept, range(4))) == [False, False, False, True]


def test_guesses_are_limited_per_address(anonymous, person):
    path, client = mailed_link(person), anonymous()
    answers = [choose(client, path, "short", name="A").status_code for _ in range(11)]
    assert answers == [400] * 10 + [429]


def ask(client, email):
    token = str(client.get("/accounts/forgot").context["csrf_token"])
    return client.post("/accounts/forgot", {"email": email, "csrfmiddlewaretoken": token})


def test_asking_for_a_new_password_tells_nobody_who_has_an_account(anonymous, estate_a, one_hour):
    known, unknown = ask(anonymous(), estate_a.builder.email), ask(anonymous(), f"{uuid4().hex}@example.test")
    assert known.status_code == unknown.status_code == 200
    assert without_marks(known) == without_marks(unknown)
    email = f"{uuid4().hex}@example.test"
    assert [ask(anonymous(), email).status_code for _ in range(6)] == [200] * 5 + [429]


def test_asking_is_on_the_trail_for_known_and_unknown_alike(anonymous, estate_a, superuser):
    rows = "SELECT tenant_id, actor_id, request_payload FROM audit_log WHERE event = %s AND ip_address = %s"
    for email in (estate_a.builder.email, f"{uuid4().hex}@example.test"):
        client = anonymous()
        ask(client, email)
        told = superuser.execute(rows, ["staff.password_reset_asked", client.defaults["REMOTE_ADDR"]]).fetchall()
        assert told == [(PLATFORM_TENANT, None, {"account_hash": account_hash(email)})]


def without_marks(response):
    """The page without what is of this very answer."""
    text = response.content.decode()
    for own in (str(response.context["csrf_token"]), response["X-Request-ID"]):
        text = text.replace(own, "")
    return text


def test_a_new_password_ends_all_sessions_and_the_old_one(anonymous, as_staff, estate_a):
    person, before = estate_a.builder, as_staff(estate_a.builder)
    mailing.send_resets(person.email.upper())
    path = link_in(mail.outbox[-1])
    assert choose(anonymous(), path, CHOSEN)["Location"] == "/accounts/login"
    assert before.get("/api/auth/me").status_code == 401
    assert not signs_in(anonymous(), person, PASSWORD)
    assert signs_in(anonymous(), person, CHOSEN)
    assert follow(anonymous(), path).status_code == 404


def test_only_the_active_get_a_reset(as_staff, person, estate_a):
    count = len(mail.outbox)
    mailing.send_resets(person.email)
    mailing.send_resets("nobody@example.test")
    as_staff(estate_a.admin).patch_json(f"/api/developers/team/{estate_a.builder.pk}", {"active": False})
    mailing.send_resets(estate_a.builder.email)
    assert len(mail.outbox) == count


def test_a_link_of_who_was_deactivated_is_dead(anonymous, as_staff, estate_a):
    path = mailed_link(estate_a.builder, Purpose.RESET)
    as_staff(estate_a.admin).patch_json(f"/api/developers/team/{estate_a.builder.pk}", {"active": False})
    assert follow(anonymous(), path).status_code == 404


def test_what_waits_for_the_worker_holds_no_address(settings):
    assert "reader@example.test" not in repr(queued(settings, "reader@example.test"))


def queued(settings, email):
    before = set(Path(settings.BROKER_FOLDER).iterdir())
    account_access.ask_reset(email)
    return [file.read_text() for file in set(Path(settings.BROKER_FOLDER).iterdir()) - before]
