"""The enterprise admin's own pages: who is signed in, locked, limited, and what waits, each with its button."""

import pytest
from django.conf import settings as configured
from django.db import transaction

from apps.core import row_security
from apps.core.gate import Credential, admit
from apps.core.limit_status import id_of
from apps.core.rate_limiter import RatePolicy
from apps.documents.models import DocumentVersion, VersionStatus
from apps.tenants.sessions import hashed
from openhouse.testing.estates import PASSWORD
from openhouse.testing.papers import ready_document

ROOT = "/admin-enterprise/"
PAGES = ("sessions", "locked-accounts", "limits", "jobs")


def text(client, page):
    answer = client.get(ROOT + page)
    assert answer.status_code == 200
    return answer.content.decode()


def press(client, page, key):
    return client.post(ROOT + page, {"id": key})


def session_of(client):
    cookie = client.cookies[configured.SESSION_COOKIE_NAME].value
    return admit(Credential("staff", secret_hash=hashed(cookie)), "10.0.0.1", RatePolicy.PUBLIC).principal.session


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_the_admins(estate_a, as_staff, super_admin, anonymous, page):
    assert as_staff(estate_a.admin).get(ROOT + page).status_code == 200
    assert as_staff(super_admin).get(ROOT + page).status_code == 200
    assert as_staff(estate_a.builder).get(ROOT + page).status_code == 403
    assert anonymous().get(ROOT + page).status_code == 302
    assert press(as_staff(estate_a.admin), page, "nonsense").status_code == 404


def test_session_is_ended_by_its_button(estate_a, estate_b, as_staff):
    admin, builder, other = as_staff(estate_a.admin), as_staff(estate_a.builder), as_staff(estate_b.builder)
    listed = text(admin, f"sessions?person={estate_a.builder.pk}")
    assert str(session_of(builder)) in listed
    assert estate_a.builder.name in listed
    assert str(session_of(other)) not in text(admin, "sessions")
    for client in (builder, other):
        press(admin, "sessions", session_of(client))
    assert builder.get("/api/auth/me").status_code == 401
    assert other.get("/api/auth/me").status_code == 200


def test_locked_account_is_shown_and_unlocked(estate_a, estate_b, as_staff, anonymous, settings):
    settings.AXES_FAILURE_LIMIT = 2
    admin, stranger = as_staff(estate_a.admin), anonymous()
    assert "No account is locked." in text(admin, "locked-accounts")
    for person in (estate_a.builder, estate_b.builder):
        for _ in range(2):
            stranger.post_json("/api/auth/login", {"email": person.email, "password": "wrong"})
    listed = text(admin, "locked-accounts")
    assert estate_a.builder.email in listed
    assert estate_b.builder.email not in listed
    press(admin, "locked-accounts", estate_a.builder.pk)
    press(admin, "locked-accounts", estate_b.builder.pk)
    assert "No account is locked." in text(admin, "locked-accounts")
    told = [
        stranger.post_json("/api/auth/login", {"email": person.email, "password": PASSWORD}).status_code
        for person in (estate_a.builder, estate_b.builder)
    ]
    assert told == [200, 401]


def test_limit_is_reset_by_its_button(estate_a, as_staff, super_admin, forget_limits, superuser):
    forget_limits()
    superuser.execute(
        "INSERT INTO rate_limits (key, tenant_id, hits)"
        " VALUES (%s, %s, array_fill(now() + interval '1 hour', ARRAY[20]))",
        [f"developer:{estate_a.builder.pk}", estate_a.tenant.pk],
    )
    admin, key = as_staff(estate_a.admin), id_of(f"developer:{estate_a.builder.pk}")
    assert str(key) in text(admin, "limits")
    assert estate_a.tenant.name in text(as_staff(super_admin), "limits")
    assert press(admin, "limits", key).status_code == 302
    assert str(key) not in text(admin, "limits")


def test_failed_document_is_read_again(estate_a, estate_b, as_staff):
    admin, documents = as_staff(estate_a.admin), [ready_document(estate) for estate in (estate_a, estate_b)]
    assert "All documents are read." in text(admin, "jobs")
    failed = {"status": VersionStatus.FAILED, "failure_message": "It is damaged."}
    with row_security.service_scope(None, "test"), transaction.atomic():
        rows = DocumentVersion.objects.filter(document__in=documents)
        rows.update(**failed)
    listed = text(admin, "jobs")
    assert "It is damaged." in listed
    assert str(documents[0].pk) in listed
    assert str(documents[1].pk) not in listed
    for document in documents:
        press(admin, "jobs", document.pk)
    with row_security.service_scope(None, "test"), transaction.atomic():
        states = [DocumentVersion.objects.filter(document=one, status="failed").exists() for one in documents]
    assert states == [False, True]
