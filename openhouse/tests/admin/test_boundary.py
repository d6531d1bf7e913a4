"""Whatever fails behind an address of the admin is said inside its frame, from which one can go on."""

import logging
from uuid import uuid4

import pytest
from django.db import connection

from apps.core import problems, rbac
from apps.core.scoped_admin import TenantScopedAdmin
from apps.core.surface import routes
from apps.developments.models import Unit
from apps.tenants import selectors

from .conftest import ROOT, pages

SECRET = "a name that nobody may read"
FRAME = 'id="user-tools"'


def broken(*args, **kwargs):
    raise RuntimeError(SECRET)


def broken_in_sql(*args, **kwargs):
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{SECRET}"')


def told(page):
    """Whether the page is the frame with the plain words, its request's id, and nothing of the failure."""
    text, request_id = page.content.decode(), page.headers["X-Request-ID"]
    assert SECRET not in text
    return page.status_code == 500 and FRAME in text and f"<code>{request_id}</code>" in text and "Try again" in text


def logged(caplog, page):
    lines = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    request_id = page.headers["X-Request-ID"]
    return [line["event"] for line in lines if line["level"] == "error" and line["request_id"] == request_id]


def addresses():
    """Every address of the admin that leads somewhere; no row is needed, because nothing gets as far."""
    for route in routes():
        if route.path.startswith(ROOT) and not hasattr(route.view, "leads_nowhere"):
            yield route.url(**dict.fromkeys(route.parameters, uuid4()))


@pytest.mark.slow
@pytest.mark.parametrize("cause", [broken, broken_in_sql])
def test_every_address_fails_inside_the_frame(estate_a, as_staff, forget_limits, monkeypatch, caplog, cause):
    client, wrong, seen = as_staff(estate_a.admin), [], 0
    monkeypatch.setattr(rbac, "check", cause)
    for address in addresses():
        forget_limits()
        caplog.clear()
        page, seen = client.get(address), seen + 1
        if not told(page) or f'href="{address}"' not in page.content.decode():
            wrong.append((address, page.status_code))
        if logged(caplog, page) != ["unhandled_exception"]:
            wrong.append((address, logged(caplog, page)))
    assert wrong == []
    assert seen > 80


@pytest.mark.parametrize("cause", [broken, broken_in_sql])
def test_lists_and_objects_fail_inside_the_frame(estate_a, as_staff, monkeypatch, caplog, cause):
    client = as_staff(estate_a.admin)
    found = [pages(Unit), f"{pages(Unit)}{estate_a.unit.pk}/change/", f"{pages(Unit)}{estate_a.unit.pk}/history/"]
    found.append(f"{pages(Unit)}export")
    assert [client.get(address).status_code for address in found] == [200, 200, 302, 200]
    monkeypatch.setattr(TenantScopedAdmin, "get_queryset", cause)
    with caplog.at_level(logging.ERROR):
        failed = [client.get(address) for address in found]
    assert all(told(page) for page in failed)
    assert [logged(caplog, page) for page in failed] == [["unhandled_exception"]] * 4


def test_a_form_is_tried_again_where_it_was_sent_from(estate_a, as_staff, monkeypatch):
    client, form = as_staff(estate_a.admin), f"{pages(Unit)}{estate_a.unit.pk}/change/"
    monkeypatch.setattr(TenantScopedAdmin, "get_queryset", broken)
    for sent_from, again in ((f"http://testserver{form}", f"http://testserver{form}"), ("https://evil.test/", ROOT)):
        page = client.post(form, {}, headers={"Referer": sent_from})
        assert told(page)
        assert f'<a class="button" href="{again}">' in page.content.decode()


def test_a_frame_that_fails_too_leaves_the_plain_page(estate_a, as_staff, monkeypatch, caplog):
    client = as_staff(estate_a.admin)
    monkeypatch.setattr(TenantScopedAdmin, "get_queryset", broken)
    monkeypatch.setattr(selectors, "tenant", broken_in_sql)
    with caplog.at_level(logging.ERROR):
        page = client.get(pages(Unit))
    text = page.content.decode()
    assert (page.status_code, FRAME in text, SECRET in text) == (500, False, False)
    assert page.headers["X-Request-ID"] in text
    assert "Go to the start page" in text
    assert sorted(logged(caplog, page)) == ["admin_frame_failed", "unhandled_exception"]
    monkeypatch.setattr(problems, "render_to_string", broken)
    bare = client.get(pages(Unit))
    assert (bare.status_code, bare.headers["X-Request-ID"] in bare.content.decode()) == (500, True)


def test_refusals_and_panels_stay_what_they_are(estate_a, as_staff, monkeypatch):
    admin, builder = as_staff(estate_a.admin), as_staff(estate_a.builder)
    gone, refused = admin.get(f"{pages(Unit)}{uuid4()}/change/"), builder.get(pages(Unit))
    monkeypatch.setattr(rbac, "check", broken)
    panel = admin.get(f"{ROOT}panels/anomalies", headers={"X-Panel": "1"})
    kept_out = builder.get(pages(Unit))
    assert [page.status_code for page in (gone, refused, panel, kept_out)] == [404, 403, 500, 500]
    assert not [page for page in (gone, refused, panel, kept_out) if FRAME in page.content.decode()]
