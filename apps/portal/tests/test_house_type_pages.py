"""House types for a client without script: their forms, with a row for each room."""

from .test_development_pages import at, shown

ROOMS = {
    "rooms-TOTAL_FORMS": "2",
    "rooms-INITIAL_FORMS": "0",
    "rooms-0-name": "Kitchen",
    "rooms-0-length_m": "4.10",
    "rooms-0-width_m": "3.20",
}


def test_a_house_type_is_made_with_its_rooms_row_by_row(estate_a, as_staff):
    builder, path = as_staff(estate_a.builder), at(estate_a, "/house-types/new")
    half = ROOMS | {"code": "BD07", "rooms-1-name": "Hall"}
    more = builder.post(path, half | {"more": "yes"})
    text = more.content.decode()
    assert (more.status_code, len(more.context["rooms"].forms)) == (200, 6)
    assert 'value="Kitchen"' in text
    assert 'value="BD07"' in text
    assert "field-error" not in text
    refused = builder.post(path, half)
    assert (refused.status_code, refused.content.decode().count("fill this in")) == (400, 2)
    assert builder.post(path, ROOMS | {"code": "BD07", "bedrooms": "3"}).status_code == 302
    (made,) = [
        row
        for row in builder.get(f"/api/developers{at(estate_a, '/house-types')}").json()["results"]
        if row["code"] == "BD07"
    ]
    assert [(room["name"], room["length_m"]) for room in made["rooms"]] == [("Kitchen", "4.10")]
    taken = builder.post(path, ROOMS | {"code": "BD07"})
    assert (taken.status_code, "taken already" in taken.content.decode()) == (400, True)
    changed = ROOMS | {"name": "The Rowan", "rooms-1-name": "Hall", "rooms-1-length_m": "2", "rooms-1-width_m": "1"}
    assert builder.post(at(estate_a, f"/house-types/{made['id']}"), changed).status_code == 302
    text = shown(builder, at(estate_a, "/homes")).content.decode()
    assert "The Rowan" in text
    assert "2 rooms" in text


def test_a_house_type_added_by_mistake_is_removed_by_a_form(estate_a, as_staff):
    builder, types = as_staff(estate_a.builder), f"/api/developers{at(estate_a, '/house-types')}"
    made = builder.post_json(types, {"code": "BD77"}).json()["id"]
    used = next(row["id"] for row in builder.get(types).json()["results"] if row["code"] == "BD01")
    kept = builder.post(at(estate_a, f"/house-types/{used}"), {"act": "remove"})
    assert (kept.status_code, "so it stays" in kept.content.decode()) == (409, True)
    assert builder.post(at(estate_a, f"/house-types/{made}"), {"act": "remove"}).status_code == 302
    assert builder.get(at(estate_a, f"/house-types/{made}")).status_code == 404
