"""A builder's list becomes homes with their people: all or nothing, the same twice, and never a row in silence."""

import json
from uuid import uuid4

import pytest

from . import lists
from .lists import counts, told

CHANGES = """SELECT event, request_payload, changes, actor_id FROM audit_log
WHERE tenant_id = %s AND event LIKE %s ORDER BY event DESC, subject_id"""


def test_75_homes_with_odd_headers_are_judged_row_by_row(sent, present):
    response = sent(lists.as_csv(lists.the_75()), dry_run="true", only_valid="true")
    assert response.status_code == 200, response.content
    body = response.json()
    assert counts(body) == [75, 73, 0, 0, 2]
    assert body["id"] is None
    unknown, duplicate = body["errors"]
    assert (unknown["row"], unknown["column"], unknown["code"]) == (
        lists.UNKNOWN_TYPE_ROW,
        "House  Type",
        "unknown_house_type",
    )
    assert "BD01, BD02" in unknown["message"]
    assert (duplicate["row"], duplicate["column"], duplicate["code"]) == (
        lists.DUPLICATE_EMAIL_ROW,
        "E-Mail",
        "duplicate_email",
    )
    assert "33" in duplicate["message"]
    fields = {column["column"]: column["field"] for column in body["columns"]}
    assert fields["UNIT_NO"] == "unit_number"
    assert fields["Notes"] is None
    assert set(present()[0]) == {"1", "2"}


def test_one_error_keeps_all_back_and_the_good_rows_go_in_when_asked_for(estate_a, sent, present, superuser):
    refused = sent(lists.as_csv(lists.the_75())).json()
    assert counts(refused) == [75, 0, 0, 0, 2]
    assert (refused["written"], refused["state"]) == (False, "checked")
    assert set(present()[0]) == {"1", "2"}
    written = sent(lists.as_csv(lists.the_75()), only_valid="true").json()
    assert counts(written) == [75, 73, 0, 0, 2]
    assert (written["written"], written["state"]) == (True, "done")
    homes, names = present()
    assert len(homes) == 75
    assert homes["03"].address == "3 Páirc na Darach, Baile Átha Cliath"
    assert (homes["03"].house_type_code, homes["03"].bedrooms, str(homes["03"].floor_area_m2)) == ("BD01", 3, "112.50")
    assert (homes["04"].house_type_code, homes["04"].eircode) == ("BD02", "D02 X285")
    assert str(homes["04"].floor_area_m2) == "111.95"
    assert names["03"] == ["Órla O'Neill", "Fionnuala O'Neill"]
    assert superuser.execute(
        "SELECT request_payload FROM audit_log WHERE tenant_id = %s AND event = 'units.imported'", [estate_a.tenant.pk]
    ).fetchall() == [({"rows": 75, "inserted": 73, "updated": 0, "unchanged": 0, "failed": 2, "only_valid": True},)]


def test_the_same_list_again_changes_nothing(sent, present):
    first = sent(lists.as_csv(lists.the_75()), only_valid="true").json()
    before = present()
    again = sent(lists.as_xlsx(lists.the_75()), only_valid="true").json()
    assert counts(again) == [75, 0, 0, first["inserted"], 2]
    assert present() == before


def test_what_differs_is_changed_told_and_on_the_trail(estate_a, sent, present, superuser):
    sent(lists.as_csv(lists.plain(["7", "7 Oak Park", "BD01", "Seán Ó Briain", "sean@example.test"])))
    changed = sent(
        lists.as_csv(
            [
                ["Unit", "Address", "Type", "Name", "Email", "Phone", "City"],
                ["7", "7 Oak Avenue", "BD01", "Sean O Briain", "sean@new.test", "", ""],
            ]
        )
    ).json()
    assert counts(changed) == [1, 0, 1, 0, 0]
    assert changed["items"][0]["fields"] == ["address", "homeowners"]
    homes, names = present()
    assert (homes["7"].address, names["7"]) == ("7 Oak Avenue", ["Sean O Briain"])
    trail = superuser.execute(CHANGES, [estate_a.tenant.pk, "%.changed"]).fetchall()
    assert trail == [
        ("unit.changed", {"fields": ["address"]}, {"address": ["***", "***"]}, estate_a.builder.pk),
        (
            "homeowner.changed",
            {"fields": ["email", "name"]},
            {"email": ["***", "***"], "name": ["***", "***"]},
            estate_a.builder.pk,
        ),
    ]
    made = superuser.execute(CHANGES, [estate_a.tenant.pk, "%.created"]).fetchall()
    assert {(event, actor) for event, _, _, actor in made} == {
        ("unit.created", estate_a.builder.pk),
        ("homeowner.created", estate_a.builder.pk),
    }


def test_an_empty_cell_erases_nothing_and_nobody_is_removed(sent, present):
    header = ["Unit", "Address", "Type", "City", "Beds", "Name", "Email", "Phone"]
    full = ["7", "7 Oak Park", "BD01", "Dublin", "3", "Seán & Áine Ó Briain", "sean@example.test", "01 555 0101"]
    sent(lists.as_csv([header, full]))
    again = sent(lists.as_csv([header, ["7", "7 Oak Park", "BD01", "", "", "Áine Ó Briain", "", ""]])).json()
    assert counts(again) == [1, 0, 0, 1, 0]
    homes, names = present()
    assert (homes["7"].city, homes["7"].bedrooms, names["7"]) == ("Dublin", 3, ["Seán Ó Briain", "Áine Ó Briain"])


# Who is in the home, whom the list names next, and who is there then.
RESIDENTS = {
    "e-mail": (("Seán Ó Briain", "s@a.test"), ("Seán Walsh", "S@A.test"), ["Seán Walsh"]),
    "name": (("Seán Ó Briain", ""), ("SEAN O BRIAIN", "s@b.test"), ["SEAN O BRIAIN"]),
    "two of one name": (("John Byrne & John Byrne", ""), ("John & John Byrne", ""), ["John Byrne", "John Byrne"]),
    "couple": (("Seán & Áine Byrne", "s@c.test; a@c.test"), ("Áine Byrne", "a@c.test"), ["Seán Byrne", "Áine Byrne"]),
    "somebody new": (("Seán Ó Briain", "s@d.test"), ("Áine Walsh", "a@d.test"), ["Seán Ó Briain", "Áine Walsh"]),
    "e-mail only": (("", "s@e.test"), ("", "s@e.test"), [""]),
    "company": (("Murphy & Sons Ltd", ""), ("Murphy & Sons Ltd", ""), ["Murphy & Sons Ltd"]),
}


def test_a_resident_is_known_by_e_mail_or_name(sent, present):
    def listed(turn):
        people = (case[turn] for case in RESIDENTS.values())
        return lists.as_csv(lists.plain(*([f"R{n}", "Oak Park", "BD01", *who] for n, who in enumerate(people))))

    assert [sent(listed(turn)).json()["written"] for turn in (0, 1, 1)] == [True] * 3
    assert sent(listed(1)).json()["unchanged"] == len(RESIDENTS)
    names = present()[1]
    found = {case: names[f"R{number}"] for number, case in enumerate(RESIDENTS)}
    assert found == {case: expected for case, (_, _, expected) in RESIDENTS.items()}


GOOD = {"Unit": "7", "Address": "7 Oak Park", "Type": "BD01"}
WRONG = {
    "no number": ({"Unit": ""}, "Unit", "required"),
    "no address": ({"Address": " "}, "Address", "required"),
    "no type": ({"Type": ""}, "Type", "required"),
    "long number": ({"Unit": "7" * 21}, "Unit", "too_long"),
    "long address": ({"Address": "a" * 241}, "Address", "too_long"),
    "huge cell": ({"Address": "a" * 5000}, "Address", "too_long"),
    "eircode": ({"EIRCODE": "D02 12"}, "EIRCODE", "bad_eircode"),
    "bedrooms": ({"Beds": "many"}, "Beds", "bad_number"),
    "too many bedrooms": ({"Beds": "99"}, "Beds", "bad_number"),
    "area": ({"Area": "large"}, "Area", "bad_number"),
    "huge area": ({"Area": "9999999"}, "Area", "bad_number"),
    "e-mail": ({"E-mail": "sean at example"}, "E-mail", "bad_email"),
    "e-mails": ({"Name": "Seán", "E-mail": "a@a.test b@b.test"}, "E-mail", "more_than_people"),
    "long name": ({"Name": "n" * 121}, "Name", "too_long"),
    "long phone": ({"Phone": "1" * 41}, "Phone", "too_long"),
    "spreadsheet error": ({"Address": "#REF!"}, "Address", "error"),
    "e-mail of another home": ({"E-mail": "taken@example.test"}, "E-mail", "duplicate_email"),
    "control character": ({"Address": "7 Oak\x07 Park"}, "Address", "unreadable"),
}


def test_what_is_wrong_is_said_of_its_row_and_column(sent, estate_a, builder):
    person = {"name": "Ann", "email": "taken@example.test"}
    assert builder.post_json(f"/api/developers/units/{estate_a.unit.pk}/homeowners", person).status_code == 201
    header = ["Unit", "Address", "Type", "EIRCODE", "Beds", "Area", "Name", "E-mail", "Phone"]
    cells = [GOOD | {"Unit": f"N{number}"} | wrong for number, (wrong, _, _) in enumerate(WRONG.values())]
    body = sent(lists.as_csv([header, *([row.get(name, "") for name in header] for row in cells)])).json()
    expected = [(row, column, code) for row, (_, column, code) in enumerate(WRONG.values(), 2)]
    assert list(map(told, body["errors"])) == expected
    assert all(error["message"] for error in body["errors"])
    assert counts(body) == [len(WRONG), 0, 0, 0, len(WRONG)]


def test_one_home_and_one_address_stand_in_one_row(sent):
    rows = [
        ["7", "7 Oak Park", "BD01", "Ann", "a@a.test"],
        ["8", "8 Oak Park", "BD01", "Bob", "A@a.test"],
        ["7 ", "x", "BD02", "", ""],
    ]
    body = sent(lists.as_csv(lists.plain(*rows))).json()
    assert [(error["row"], error["code"]) for error in body["errors"]] == [
        (3, "duplicate_email"),
        (4, "duplicate_unit"),
    ]


def test_columns_are_chosen_where_their_names_say_nothing(sent, present):
    rows = [["Ref", "Where", "House type", "Name"], ["7", "7 Oak Park", "BD01", "Ann"]]
    refused = sent(lists.as_csv(rows))
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, "missing_columns")
    assert "Unit number, Address" in refused.json()["errors"][0]["message"]
    mapping = json.dumps({"Ref": "unit_number", "Where": "address", "Name": None})
    assert sent(lists.as_csv(rows), mapping=mapping).json()["inserted"] == 1
    assert present()[1]["7"] == []


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        ("[]", "invalid"),
        ("{", "invalid"),
        ('{"Unit number": 1}', "invalid"),
        ('{"Nothing": "address"}', "unknown_column"),
        ('{"Name": "tenant_id"}', "unknown_field"),
        ('{"Name": "eircode", "E-mail": "eircode"}', "repeated"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused(sent, mapping, code):
    refused = sent(lists.as_csv(lists.plain(["7", "7 Oak Park", "BD01", "", ""])), mapping=mapping)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, code)


def test_house_types_of_others_are_unknown_and_their_developments_are_not_there(
    estate_a, estate_b, as_staff, superuser
):
    superuser.execute(
        "UPDATE house_types SET code = 'ZZ01' WHERE development_id = %s AND code = 'BD01'", [estate_b.development.pk]
    )
    list_of_b = lists.as_csv(lists.plain(["7", "7 Oak Park", "ZZ01", "", ""]))
    own = lists.send(as_staff(estate_a.builder), estate_a.development, list_of_b).json()
    assert own["errors"][0]["code"] == "unknown_house_type"
    assert "ZZ01," not in own["errors"][0]["message"]
    random = type("", (), {"pk": uuid4()})
    good = lists.plain(["7", "7 Oak Park", "BD02", "", ""])
    answers = [
        lists.send(as_staff(estate_a.builder), development, lists.as_csv(good))
        for development in (random, estate_b.development, estate_a.sibling_development)
    ]
    assert {answer.status_code for answer in answers} == {404}
    superuser.execute("UPDATE developments SET archived_at = now() WHERE id = %s", [estate_a.development.pk])
    archived = lists.send(as_staff(estate_a.builder), estate_a.development, lists.as_csv(good), dry_run="true")
    assert (archived.status_code, archived.json()["code"]) == (409, "conflict")
