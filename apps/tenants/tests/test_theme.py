"""A builder company's look: who may change it, what is refused, and what homes get of it."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from apps.audit.models import AuditLog

from .pictures import HOSTILE, picture, with_secret

THEME, LOGO = "/api/developers/theme", "/api/developers/theme/logo"
CHOSEN = {"product_name": "Oak Answers", "brand": "#1F3A5F", "accent": "#8a1c4a"}


def put(client, body, path=THEME):
    return client.send("PUT", path, body)


def file(content, name="logo.png"):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def admin(as_staff, estate_a):
    return as_staff(estate_a.admin)


def test_nothing_is_chosen_at_first(as_staff, estate_a):
    body = as_staff(estate_a.builder).get(THEME).json()
    assert (body["brand"], body["accent"], body["logo"], body["stylesheet"]) == (None, None, None, None)


@pytest.mark.parametrize("path", [THEME, "/api/admin/theme"])
def test_an_admin_chooses_and_homes_see_it(admin, as_homeowner, as_staff, estate_a, estate_b, path):
    body = put(admin, CHOSEN, path).json()
    assert (body["brand"], body["on_brand"], body["accent"]) == ("#1f3a5f", "#ffffff", "#8a1c4a")
    seen = as_homeowner(estate_a.homeowner).get("/api/homeowner/me").json()["theme"]
    assert (seen["product_name"], seen["stylesheet"]) == ("Oak Answers", "/theme/1f3a5f-8a1c4a.css")
    assert seen["builder"] == estate_a.tenant.name
    assert as_staff(estate_a.builder).get(THEME).json() == body
    assert as_homeowner(estate_b.homeowner).get("/api/homeowner/me").json()["theme"]["product_name"] is None


def test_builders_look_and_change_nothing(as_staff, estate_a):
    builder = as_staff(estate_a.builder)
    assert put(builder, CHOSEN).status_code == 403
    assert builder.upload(LOGO, file(picture())).status_code == 403
    assert builder.send("DELETE", LOGO).status_code == 403
    assert builder.get("/api/admin/theme").status_code == 403
    assert builder.get(THEME).status_code == 200


def test_an_operator_chooses_for_a_tenant_and_for_none(as_staff, super_admin, estate_a):
    operator = as_staff(super_admin)
    assert put(operator, CHOSEN).status_code == 409
    operator.post_json("/api/admin/scope", {"tenant": estate_a.tenant.slug})
    assert put(operator, CHOSEN).status_code == 200
    assert as_staff(estate_a.admin).get(THEME).json()["brand"] == "#1f3a5f"


def test_the_trail_holds_the_colours_and_masks_the_words(admin, platform, estate_a):
    put(admin, CHOSEN)
    put(admin, CHOSEN)
    put(admin, CHOSEN | {"accent": None})
    with platform():
        rows = list(AuditLog.objects.filter(tenant_id=estate_a.tenant.pk, event="theme.changed").order_by("at"))
    first, second = (row.changes for row in rows)
    assert first == {"accent": [None, "#8a1c4a"], "brand": [None, "#1f3a5f"], "product_name": [None, "***"]}
    assert second == {"accent": ["#8a1c4a", None]}


def test_a_pale_accent_is_refused_with_the_nearest_that_can_be_read(admin):
    refused = put(admin, CHOSEN | {"accent": "#ffcc00"})
    (error,) = refused.json()["errors"]
    assert (refused.status_code, error["field"], error["code"]) == (400, "accent", "contrast")
    nearest = error["message"].rstrip(".").split()[-1]
    assert put(admin, CHOSEN | {"accent": nearest}).status_code == 200


@pytest.mark.parametrize("value", ["red", "#12345", "#12345g", "url(x)", "#123456;", "\u0661\u0662#"])
def test_what_is_no_colour_is_refused(admin, value):
    assert put(admin, CHOSEN | {"brand": value}).json()["errors"][0]["field"] == "brand"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_drawn_anew_and_shown_to_everybody(admin, anonymous, kind):
    path = admin.upload(LOGO, file(picture(kind, size=(1200, 400)))).json()["logo"]
    shown = anonymous().get(path)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/png")
    assert "immutable" in shown["Cache-Control"]
    assert shown["X-Content-Type-Options"] == "nosniff"
    drawn = Image.open(io.BytesIO(shown.content))
    assert (drawn.format, drawn.size) == ("PNG", (512, 171))
    assert admin.send("DELETE", LOGO).json()["logo"] is None
    assert anonymous().get(path).status_code == 404


def test_nothing_but_the_picture_is_kept(admin, anonymous):
    path = admin.upload(LOGO, file(with_secret(), "logo.jpg")).json()["logo"]
    kept = anonymous().get(path).content
    assert b"script" not in kept
    assert b"taken at" not in kept


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_picture_is_refused(admin, name):
    refused = admin.upload(LOGO, file(HOSTILE[name], "logo.png"))
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, "file")


def test_a_large_file_is_refused(admin):
    assert admin.upload(LOGO, file(picture() + b"\0" * 1024 * 1024)).status_code == 413


def test_the_same_picture_of_two_companies_has_two_addresses(as_staff, estate_a, estate_b):
    paths = {as_staff(who.admin).upload(LOGO, file(picture())).json()["logo"] for who in (estate_a, estate_b)}
    assert len(paths) == 2


def test_colours_are_a_style_sheet_that_is_kept_for_good(anonymous, database):
    sheet = anonymous().get("/theme/1f3a5f-8a1c4a.css")
    assert (sheet.status_code, sheet["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert "immutable" in sheet["Cache-Control"]
    assert "--brand: #1f3a5f;" in sheet.content.decode()
    assert "prefers-color-scheme: dark" in sheet.content.decode()
    assert "--brand" not in anonymous().get("/theme/none-8a1c4a.css").content.decode()
    for name in ("red-blue", "1f3a5f", "1f3a5f-8a1c4a-1", "none"):
        assert anonymous().get(f"/theme/{name}.css").status_code == 404
    assert anonymous().get(f"/theme/logo/{'0' * 64}.png").status_code == 404
