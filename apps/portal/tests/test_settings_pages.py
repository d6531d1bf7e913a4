"""The pages of team, look and notices as a client without script sees them."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.core import calendar
from apps.notices.models import Notice
from apps.portal.pages import notices
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
    chosen = shown.context["form"]["accent"].value()
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


def notice_of(platform, estate):
    with platform():
        return Notice.objects.get(tenant=estate.tenant)


def test_a_builder_tells_the_homes_something_without_script(builder, as_homeowner, platform, estate_a):
    today = calendar.today()
    said = {"title": "Water off", "body": "At ten.", "starts": today, "ends": today, "house_type": ""}
    done = builder.post(f"/settings/notices?development={estate_a.development.pk}", said)
    assert done["Location"] == f"/settings/notices?development={estate_a.development.pk}"
    row = notice_of(platform, estate_a)
    page = text(builder.get(done["Location"]))
    assert "Showing" in page
    assert estate_a.builder.name in page
    (seen,) = as_homeowner(estate_a.homeowner).get("/api/homeowner/notices").json()["results"]
    assert seen["title"] == "Water off"
    one = f"/settings/notices/{row.pk}"
    assert builder.get(one).context["form"].initial["ends"] == today
    assert builder.post(one, said | {"act": "save", "title": "Water on"}).status_code == 302
    assert notice_of(platform, estate_a).starts_at == row.starts_at
    assert builder.post(one, {"act": "delete"}).status_code == 302
    assert builder.get(one).status_code == 404


def test_a_notice_that_makes_no_sense_is_shown_again(builder, estate_a):
    today = calendar.today()
    said = {"title": "Water off", "body": "At ten.", "starts": today, "ends": today - timedelta(days=3)}
    refused = builder.post("/settings/notices", said)
    assert (refused.status_code, "It ends before it begins." in text(refused)) == (400, True)
    assert 'value="Water off"' in text(refused)
    assert builder.post("/settings/notices", {}).status_code == 400
    assert builder.get("/settings/notices?development=x").status_code == 400


def test_a_notice_at_the_ends_of_time_is_shown_and_changed(builder, platform, estate_a):
    """The first moment of all is none where the homes stand, and no day follows the last one."""
    place = f"/api/developers/developments/{estate_a.development.pk}/notices"
    said = {"title": "Always", "body": "At ten.", "starts_at": "0001-01-01T00:00:00Z"}
    assert builder.post_json(place, said).status_code == 201
    one, listed = f"/settings/notices/{notice_of(platform, estate_a).pk}", "/settings/notices"
    assert [builder.get(path).status_code for path in (one, listed)] == [200, 200]
    typed = {"title": "Always", "body": "At ten.", "starts": "2026-03-01", "ends": "9999-12-31", "act": "save"}
    assert builder.post(one, typed).status_code == 302
    assert str(builder.get(one).context["form"]["ends"].value()) == "9999-12-31"
    assert builder.post(listed, typed).status_code == 302


def test_notices_of_others_are_not_found(builder, as_staff, platform, estate_a, estate_b):
    said = {"title": "Water off", "body": "At ten.", "starts": calendar.today()}
    as_staff(estate_b.admin).post("/settings/notices", said)
    row = notice_of(platform, estate_b)
    assert builder.get(f"/settings/notices/{row.pk}").status_code == 404
    assert builder.post(f"/settings/notices/{row.pk}", {"act": "delete"}).status_code == 404
    assert builder.get(f"/settings/notices?development={estate_a.sibling_development.pk}").status_code == 404


def test_notices_are_read_page_by_page(builder, estate_a, monkeypatch):
    monkeypatch.setattr(notices, "PAGE_SIZE", 1)
    place = estate_a.development.pk
    for day in ("2026-03-01", "2026-03-02"):
        said = {"title": f"From {day}", "body": "Off at ten.", "starts_at": f"{day}T09:00:00Z"}
        builder.post_json(f"/api/developers/developments/{place}/notices", said)
    first = builder.get(f"/settings/notices?development={place}")
    second = builder.get(first.context["next_page"])
    told = [page.context["notices"][0][0].title for page in (first, second)]
    assert told == ["From 2026-03-02", "From 2026-03-01"]
    assert (second.context["next_page"], bool(second.context["first_page"])) == ("", True)


def test_the_team_is_searched(admin, estate_a):
    found = admin.get("/settings/team", {"q": estate_a.builder.email}).context["people"]
    assert [person.pk for person, _joined in found] == [estate_a.builder.pk]
    listed = admin.get(f"/api/developers/team?search={estate_a.builder.email}").json()["results"]
    assert [row["id"] for row in listed] == [str(estate_a.builder.pk)]
    assert "Nobody fits this." in admin.get("/settings/team", {"q": "nobody of this name"}).content.decode()
