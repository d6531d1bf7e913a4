"""The pages of team and look as a client without script sees them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.tenants.models import Staff, Theme
from apps.tenants.tests.pictures import HOSTILE, picture


@pytest.fixture
def admin(as_staff, estate_a):
    return as_staff(estate_a.admin)


@pytest.fixture
def builder(as_staff, estate_a):
    return as_staff(estate_a.builder)


def text(response):
    return response.content.decode()


def member(person):
    return f"/settings/team/{person.pk}"


def test_an_admin_invites_and_changes_without_script(admin, platform, estate_a):
    body = {"email": "aoife@example.test", "role": "developer", "memberships": [str(estate_a.development.pk)]}
    assert admin.post("/settings/team", body)["Location"] == "/settings/team"
    page = text(admin.get("/settings/team"))
    assert "aoife@example.test" in page
    assert "Invited" in page
    with platform():
        person = Staff.objects.get(email="aoife@example.test", tenant=estate_a.tenant)
    assert admin.post(member(person), {"act": "invite"}).status_code == 302
    assert admin.post(member(person), {"act": "save", "name": "Aoife", "role": "admin"}).status_code == 302
    assert admin.post(member(person), {"act": "reactivate"}).status_code == 409
    assert admin.post(member(person), {"act": "remove"}).status_code == 302
    assert admin.get(member(person)).status_code == 404


def test_what_is_refused_stands_beside_its_field_and_nothing_typed_is_lost(admin, estate_a):
    refused = admin.post("/settings/team", {"email": estate_a.builder.email, "role": "developer", "name": "Twice"})
    assert refused.status_code == 400
    assert "This is taken already." in text(refused)
    assert 'value="Twice"' in text(refused)
    assert admin.post("/settings/team", {"email": "x@example.test", "role": "super_admin"}).status_code == 400
    last = admin.post(member(estate_a.admin), {"act": "save", "name": "A", "role": "developer"})
    assert (last.status_code, "last active administrator" in text(last)) == (409, True)


def test_builders_look_at_the_team_and_the_look_and_change_neither(builder, estate_a):
    page = text(builder.get("/settings/team"))
    assert estate_a.builder.email in page
    assert estate_a.sibling_builder.email not in page
    assert "Send invitation" not in page
    assert builder.get(member(estate_a.sibling_builder)).status_code == 404
    assert "An administrator of your company changes this." in text(builder.get("/settings/theme"))
    for path in ("/settings/team", member(estate_a.builder), "/settings/theme"):
        assert builder.post(path, {"act": "save"}).status_code == 403


def test_the_preview_shows_and_keeps_nothing(admin, platform, estate_a):
    shown = admin.post("/settings/theme", {"act": "preview", "product_name": "Oak", "brand": "#1f3a5f", "accent": ""})
    assert (shown.status_code, "/theme/1f3a5f-none.css" in text(shown)) == (200, True)
    with platform():
        assert not Theme.objects.filter(tenant=estate_a.tenant).exists()


def test_a_pale_colour_is_explained_and_the_suggestion_is_one_click(admin):
    pale = {"product_name": "", "brand": "", "accent": "#ffcc00"}
    assert admin.post("/settings/theme", pale | {"act": "save"}).status_code == 400
    shown = admin.post("/settings/theme", pale | {"act": "suggestion"})
    chosen = shown.context["given"]["accent"]
    assert chosen != "#ffcc00"
    assert admin.post("/settings/theme", pale | {"act": "save", "accent": chosen}).status_code == 302


@pytest.mark.parametrize("value", ["javascript:alert(1)", '"><script>', "#12345g", "x" * 5000])
def test_nonsense_is_shown_back_as_text(admin, value):
    given = {"product_name": value, "brand": value, "accent": value}
    for act in ("preview", "save", "suggestion", "nothing"):
        shown = admin.post("/settings/theme", given | {"act": act})
        assert shown.status_code in (200, 400)
        assert "><script>" not in text(shown)


def test_a_logo_without_script(admin):
    file = SimpleUploadedFile("logo.png", picture())
    assert admin.post("/settings/theme", {"act": "logo", "file": file}).status_code == 302
    assert "/theme/logo/" in text(admin.get("/settings/theme"))
    bad = admin.post("/settings/theme", {"act": "logo", "file": SimpleUploadedFile("a.png", HOSTILE["svg"])})
    assert (bad.status_code, "not a PNG" in text(bad)) == (400, True)
    assert admin.post("/settings/theme", {"act": "logo"}).status_code == 400
    assert admin.post("/settings/theme", {"act": "no_logo"}).status_code == 302
    assert "/theme/logo/" not in text(admin.get("/settings/theme"))
