"""The enterprise admin's own pages: who is signed in, locked, limited, and what waits, each with its button."""

import re
from uuid import uuid4

import pytest
from django.conf import settings as configured
from django.core.files import File
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from apps.core import row_security
from apps.core.gate import Credential, admit
from apps.core.limit_status import id_of
from apps.core.rate_limiter import RatePolicy
from apps.documents.models import DocumentVersion, VersionStatus
from apps.homeowners.importing import services
from apps.homeowners.importing.models import HomeImport
from apps.portal.pages import admin_jobs, admin_page, admin_sessions
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


def leafed(client, address):
    """The rows of each page of a list, by their ids."""
    seen = []
    while address:
        page = text(client, address)
        seen.append(set(re.findall(r'name="id" value="([^"]+)"', page)))
        further = re.search(r'href="(\?[^"]*after=[^"]*)">Next page', page)
        address = further and f"{address.partition('?')[0]}{further[1].replace('&amp;', '&')}"
    return seen


def asked(client, address):
    """How many queries the page takes that a person opens for the second time."""
    text(client, address)
    with CaptureQueriesContext(connection) as captured:
        text(client, address)
    return len(captured)


def fill(superuser, tenant, key):
    """The window of this key is full for some while."""
    superuser.execute(
        "INSERT INTO rate_limits (key, tenant_id, hits)"
        " VALUES (%s, %s, array_fill(now() + interval '1 hour', ARRAY[20]))",
        [key, tenant.pk],
    )
    return str(id_of(key))


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


def test_sessions_are_read_page_by_page(estate_a, as_staff, monkeypatch):
    monkeypatch.setattr(admin_sessions, "PAGE_SIZE", 2)
    wanted = {str(session_of(as_staff(estate_a.builder))) for _ in range(5)}
    admin = as_staff(estate_a.admin)
    seen = leafed(admin, f"sessions?kind=staff&person={estate_a.builder.pk}")
    assert [len(found) for found in seen] == [2, 2, 1]
    assert set.union(*seen) == wanted
    assert admin.get(f"{ROOT}sessions?after=nonsense").status_code == 400
    assert admin.get(f"{ROOT}sessions?kind=nonsense").status_code == 400


def test_limits_are_searched_and_read_page_by_page(estate_a, as_staff, superuser, forget_limits, monkeypatch):
    forget_limits()
    admin, address = as_staff(estate_a.admin), f"limits?search=developer:{estate_a.builder.pk}"
    ours = fill(superuser, estate_a.tenant, f"developer:{estate_a.builder.pk}")
    few = asked(admin, "limits")
    wanted = {ours, *(fill(superuser, estate_a.tenant, f"developer:{uuid4()}") for _ in range(4))}
    assert asked(admin, "limits") == few
    monkeypatch.setattr(admin_page, "PAGE_SIZE", 2)
    pages = leafed(admin, "limits?search=developer")
    assert [len(found) for found in pages] == [2, 2, 1]
    assert set.union(*pages) == wanted
    assert leafed(admin, address) == [{ours}]
    assert "Nothing matches." in text(admin, "limits?search=nobody")
    assert admin.get(f"{ROOT}limits?after=nonsense").status_code == 400
    first = admin.get("/api/admin/rate-limits?page_size=3&search=developer").json()
    rest = admin.get(first["next"]).json()
    assert {row["id"] for row in first["results"] + rest["results"]} == wanted
    assert rest["next"] is None
    assert admin.get("/api/admin/rate-limits?cursor=nonsense").status_code == 400


def test_locked_accounts_are_searched_and_read_page_by_page(estate_a, as_staff, anonymous, settings, monkeypatch):
    settings.AXES_FAILURE_LIMIT = 2
    admin, stranger = as_staff(estate_a.admin), anonymous()
    people = [estate_a.builder, estate_a.sibling_builder]

    def lock(person):
        for _ in range(2):
            stranger.post_json("/api/auth/login", {"email": person.email, "password": "wrong"})

    lock(people[0])
    few = asked(admin, "locked-accounts")
    lock(people[1])
    assert asked(admin, "locked-accounts") == few
    monkeypatch.setattr(admin_page, "PAGE_SIZE", 1)
    assert leafed(admin, "locked-accounts") == [{str(person.pk)} for person in reversed(people)]
    assert leafed(admin, f"locked-accounts?search={people[0].email.upper()}") == [{str(people[0].pk)}]
    first = admin.get("/api/admin/locked-accounts?page_size=1").json()
    rest = admin.get(first["next"]).json()
    assert [row["email"] for row in first["results"] + rest["results"]] == [one.email for one in reversed(people)]
    assert rest["next"] is None


def test_each_list_of_jobs_has_pages_of_its_own(estate_a, as_staff, platform, monkeypatch):
    monkeypatch.setattr(admin_jobs, "PAGE_SIZE", 1)
    documents = [ready_document(estate_a, title=title) for title in ("First guide", "Second guide")]
    with platform():
        DocumentVersion.objects.filter(document__in=documents).update(status=VersionStatus.FAILED)
    admin = as_staff(estate_a.admin)
    page = text(admin, "jobs")
    (further,) = re.findall(r'href="(\?[^"]*)">Next page', page)
    assert further.startswith("?unread=")
    behind = text(admin, f"jobs{further}")
    assert "Second guide" in page
    assert "First guide" not in page
    assert "First guide" in behind
    assert "Second guide" not in behind
    assert admin.get(f"{ROOT}jobs?imports=nonsense").status_code == 400


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
    (told,) = admin.get("/api/admin/locked-accounts").json()["results"]
    assert (told["person"], told["email"], told["failures"]) == (str(estate_a.builder.pk), estate_a.builder.email, 2)
    assert told["since"] < told["until"]
    assert as_staff(estate_a.builder).get("/api/admin/locked-accounts").status_code == 403
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
    admin, key = as_staff(estate_a.admin), fill(superuser, estate_a.tenant, f"developer:{estate_a.builder.pk}")
    assert key in text(admin, "limits")
    assert estate_a.tenant.name in text(as_staff(super_admin), "limits")
    assert press(admin, "limits", key).status_code == 302
    assert key not in text(admin, "limits")


def test_failed_import_is_tried_again(estate_a, estate_b, as_staff, platform, tmp_path):
    admin, made, homes = as_staff(estate_a.admin), {}, tmp_path / "homes.csv"
    homes.write_text("Unit,Address,House type\n77,77 Road,BD01\n")
    for estate in (estate_a, estate_b):
        scope = row_security.service_scope(estate.tenant.pk, "test")
        with scope as principal, transaction.atomic(), homes.open("rb") as opened:
            made[estate] = services.upload(principal, development_id=estate.development.pk, file=File(opened))
    with platform():
        HomeImport.objects.filter(pk__in=[one.pk for one in made.values()]).update(state="failed", failure="Cut off.")
    listed = text(admin, "jobs")
    assert "Cut off." in listed
    assert f'value="{made[estate_a].pk}"' in listed
    assert str(made[estate_b].pk) not in listed
    for one in made.values():
        press(admin, "jobs", one.pk)
    with platform():
        assert [HomeImport.objects.get(pk=one.pk).state for one in made.values()] == ["done", "failed"]


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
