"""Two people change one thing, by a program or on its page: what the later one has not seen is told, never undone."""

import re
from html import unescape

import pytest

from apps.core.surface import routes
from apps.developments.rooms import MOST_ROOMS
from openhouse.testing.papers import ready_document

KITCHEN, HALL = ({"name": name, "length_m": "4.20", "width_m": "3.10"} for name in ("Kitchen", "Hall"))
NOTICE = {"title": "Water off", "body": "On Monday.", "starts_at": "2031-03-01T00:00:00Z"}


def of_development(estate):
    return f"/api/developers/developments/{estate.development.pk}"


def house_type(estate, admin):
    (design, *_) = admin.get(f"{of_development(estate)}/house-types").json()["results"]
    there = f"/house-types/{design['id']}"
    return f"{of_development(estate)}{there}", f"/developments/{estate.development.pk}{there}"


def development(estate, admin):
    return of_development(estate), f"/developments/{estate.development.pk}/details"


def person(estate, admin):
    return f"/api/developers/homeowners/{estate.homeowner.pk}", f"/homeowners/{estate.homeowner.pk}"


def notice(estate, admin):
    made = admin.post_json(f"{of_development(estate)}/notices", NOTICE).json()["id"]
    return f"{of_development(estate)}/notices/{made}", f"/settings/notices/{made}"


def guidance(estate, admin):
    return f"{of_development(estate)}/assistant", f"/developments/{estate.development.pk}/assistant"


def document(estate, admin):
    made = ready_document(estate).pk
    return f"/api/developers/documents/{made}", f"/documents/{made}"


def entry(estate, admin):
    said = {"question": "Which paint is in the hall?", "answer": "White."}
    made = admin.post_json(f"{of_development(estate)}/faq", said).json()["id"]
    return f"{of_development(estate)}/faq/{made}", f"/questions?development={estate.development.pk}"


def theme(estate, admin):
    return "/api/developers/theme", "/settings/theme"


# What it is, a field of it, what that is set to by the one and by the other, and how the later one is told.
CASES = [
    (house_type, "name", "The Oak", "The Ash", "The Oak"),
    (house_type, "rooms", [KITCHEN], [HALL], "Kitchen 4.2 by 3.1 m"),
    (development, "site_office", "01 555", "01 666", "01 555"),
    (person, "name", "Aoife", "Niamh", "Aoife"),
    (notice, "body", "On Tuesday.\nAll day.", "On Friday.", "On Tuesday.\nAll day."),
    (notice, "house_type", "BD01", "BD02", "BD01"),
    (guidance, "greeting", "Fáilte", "Hello", "Fáilte"),
    (guidance, "other_names", [["hot press", "airing cupboard"]], [["hob", "cooker"]], "hot press, airing cupboard"),
    (document, "title", "Guide", "Manual", "Guide"),
    (document, "house_type", "BD01", "BD02", "BD01"),
    (theme, "accent", "#0b5345", "#1b4f72", "#0b5345"),
]
BY_PROGRAM = [*CASES, (entry, "answer", "Blue.", "Green.", "Blue.")]


def each(cases):
    names = [f"{thing.__name__}-{field}" for thing, field, *_ in cases]
    return pytest.mark.parametrize(("thing", "field", "first", "later", "told"), cases, ids=names)


def write(client, path, wanted, was):
    """Of a theme all is sent that there is."""
    if path.endswith("/theme"):
        return client.send("PUT", path, {"product_name": "", "brand": "", "accent": "", **wanted, "was": was})
    return client.patch_json(path, wanted | {"was": was})


def stands(client, path, field):
    value = client.get(path).json()[field]
    return [{name: size for name, size in room.items() if size} for room in value] if field == "rooms" else value


def sent(page):
    """What the form of the page sends when nobody types anything: its fields, and what it keeps beside them."""
    form, text = page.context.get("guide") or page.context["form"], page.content.decode()
    said = {field: form[field].value() for field in form.fields}
    said = {name: "" if value is None else value for name, value in said.items() if value is not False}
    said |= {f"initial-{field}": kept(text, f"initial-{field}") for field in form.fields}
    rows = page.context.get("rooms")
    return said | {"act": "guide" if "guide" in page.context else "save"} | (typed_rows(rows) if rows else {})


def kept(text, name):
    (found,) = re.findall(rf'<input type="hidden" name="{name}"(?: value="([^"]*)")?', text)
    return unescape(found)


def typed_rows(rows):
    said = {"rooms-TOTAL_FORMS": len(rows.forms), "rooms-INITIAL_FORMS": 0}
    return said | {row.add_prefix(name): row[name].value() or "" for row in rows for name in row.fields}


def typed(field, value):
    """As somebody types it."""
    if field == "rooms":
        (room,) = value
        return {f"rooms-0-{name}": size for name, size in room.items()}
    return {field: "\n".join(map(", ".join, value)) if field == "other_names" else value}


@each(BY_PROGRAM)
def test_a_program_that_says_what_it_has_seen(estate_a, as_staff, thing, field, first, later, told):
    admin, other = as_staff(estate_a.admin), as_staff(estate_a.admin)
    path, _page = thing(estate_a, admin)
    seen = {field: stands(other, path, field)}
    assert write(admin, path, {field: first}, seen).status_code == 200
    refused = write(other, path, {field: later}, seen)
    assert refused.status_code == 409
    assert refused.json()["errors"] == [{"field": field, "code": "changed_meanwhile", "message": f"Now: {told}"}]
    assert stands(other, path, field) == first
    assert write(other, path, {field: later}, {field: first}).status_code == 200
    assert stands(other, path, field) == later


@each(CASES)
def test_a_page_that_was_opened_before(estate_a, as_staff, thing, field, first, later, told):
    admin, other = as_staff(estate_a.admin), as_staff(estate_a.admin)
    path, page = thing(estate_a, admin)
    opened = sent(other.get(page))
    assert write(admin, path, {field: first}, {}).status_code == 200
    assert other.post(page, opened).status_code == 302
    assert stands(other, path, field) == first
    refused = other.post(page, opened | typed(field, later))
    assert (refused.status_code, f"Now: {told}" in refused.content.decode()) == (409, True)
    assert stands(other, path, field) == first
    assert other.post(page, sent(refused)).status_code == 302
    assert stands(other, path, field) == later


def test_an_answer_among_others_on_one_page(estate_a, as_staff):
    admin, other = as_staff(estate_a.admin), as_staff(estate_a.admin)
    path, page = entry(estate_a, admin)
    words = {"question": "Which paint is in the hall?", "answer": "White.", "house_type": ""}
    opened = words | {f"was-{name}": said for name, said in words.items()} | {"act": "save", "entry": path[-36:]}
    for name in words:
        assert f'name="was-{name}"' in other.get(page).content.decode()
    admin.patch_json(path, {"answer": "Blue."})
    assert other.post(page, opened | {"question": "Which paint is in the porch?"}).status_code == 302
    assert stands(other, path, "answer") == "Blue."
    empty = other.post(page, opened | {"answer": " "})
    assert (empty.status_code, kept(empty.content.decode(), "was-answer")) == (400, "White.")
    refused = other.post(page, opened | {"answer": "Green."})
    text = refused.content.decode()
    assert (refused.status_code, "Now: Blue." in text, "Green." in text) == (409, True, True)
    assert other.post(page, opened | {"answer": "Green.", "was-answer": kept(text, "was-answer")}).status_code == 302
    assert stands(other, path, "answer") == "Green."


@pytest.mark.parametrize(
    "nonsense", ["x", "[" * 9000, '[{"name": "Hall", "length_m": "1e999999", "width_m": "9e999999"}]']
)
def test_what_says_nothing_of_what_was_there_is_as_if_it_were_not_sent(estate_a, as_staff, nonsense):
    admin = as_staff(estate_a.admin)
    path, page = house_type(estate_a, admin)
    opened = sent(admin.get(page)) | {"initial-rooms": nonsense, "initial-bedrooms": nonsense, "rooms": nonsense}
    assert admin.post(page, opened | typed("rooms", [HALL])).status_code == 302
    assert stands(admin, path, "rooms") == [HALL]


def test_more_rows_keep_what_was_typed_and_what_was_there(estate_a, as_staff):
    admin = as_staff(estate_a.admin)
    path, page = house_type(estate_a, admin)
    more = admin.post(page, sent(admin.get(page)) | {"name": "The Oak", "more": "yes"})
    assert len(more.context["rooms"].forms) > 3
    assert admin.post(page, sent(more)).status_code == 302
    assert stands(admin, path, "name") == "The Oak"


def test_the_form_of_a_house_type_takes_as_many_rooms_as_one_may_have(estate_a, as_staff):
    admin = as_staff(estate_a.admin)
    path, page = house_type(estate_a, admin)
    rooms = [{"name": f"Room {number}", "length_m": "3.1", "width_m": "2.5"} for number in range(MOST_ROOMS)]
    assert admin.patch_json(path, {"rooms": rooms}).status_code == 200
    assert admin.post(page, sent(admin.get(page)) | {"rooms-0-name": "Kitchen"}).status_code == 302
    assert [room["name"] for room in stands(admin, path, "rooms")][:2] == ["Kitchen", "Room 1"]


# Changes that do not ask what their sender has seen, and why.
ACT = "an administrator's act on an account: what it sets holds whatever stood there"
UNSEEN = {"/api/admin/developers/<uuid:staff_id>": ACT, "/api/developers/team/<uuid:staff_id>": ACT}


def test_every_change_by_a_program_may_say_what_it_has_seen():
    changes = {
        route.path: route.view for route in routes() if "PATCH" in route.methods and route.path.startswith("/api/")
    }
    deaf = {path for path, view in changes.items() if "was" not in view.input_for("PATCH")().fields}
    assert len(changes) >= 8
    assert deaf == set(UNSEEN)
