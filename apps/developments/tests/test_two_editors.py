"""Two people change one home: what the later one has not seen is told, and never undone."""


def home(estate):
    return f"/api/developers/units/{estate.unit.pk}"


def test_a_change_says_what_it_was_written_on(estate_a, as_staff):
    admin, builder, path = as_staff(estate_a.admin), as_staff(estate_a.builder), home(estate_a)
    seen = builder.get(path).json()
    admin.patch_json(path, {"address": "1 Elm Park", "eircode": "D02 X285"})
    mine = {"address": "1 Ash Park", "was": {"address": seen["address"]}}
    refused = builder.patch_json(path, mine)
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
    (error,) = refused.json()["errors"]
    assert error == {"field": "address", "code": "changed_meanwhile", "message": "Now: 1 Elm Park"}
    assert builder.patch_json(path, mine | {"was": {"address": "1 Elm Park"}}).json()["address"] == "1 Ash Park"


def test_changes_of_other_fields_stand_beside_each_other(estate_a, as_staff):
    admin, builder, path = as_staff(estate_a.admin), as_staff(estate_a.builder), home(estate_a)
    seen = builder.get(path).json()
    admin.patch_json(path, {"eircode": "D02 X285"})
    changed = builder.patch_json(path, {"city": "Cork", "was": {"city": seen["city"], "eircode": seen["eircode"]}})
    assert (changed.json()["city"], changed.json()["eircode"]) == ("Cork", "D02 X285")
    same = builder.patch_json(path, {"eircode": "D02 X285", "was": {"eircode": ""}})
    assert same.status_code == 200


def test_the_house_type_is_told_by_the_name_callers_know(estate_a, as_staff):
    admin, builder, path = as_staff(estate_a.admin), as_staff(estate_a.builder), home(estate_a)
    admin.patch_json(path, {"house_type": "BD02"})
    refused = builder.patch_json(path, {"house_type": "BD01", "was": {"house_type": "BD03"}})
    assert [error["field"] for error in refused.json()["errors"]] == ["house_type"]
    unknown = builder.patch_json(path, {"city": "Cork", "was": {"tenant_id": "x"}})
    assert unknown.status_code == 400
