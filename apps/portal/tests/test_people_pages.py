"""The pages of people and cards for a client without script: what they show, what their forms do, and to whom."""

import json
from uuid import uuid4

import pytest

from openhouse.testing.papers import ready_document


def tab(development):
    return f"/developments/{development.pk}/people"


def of_home(unit):
    return f"{tab(unit.development)}/{unit.pk}"


def of_person(person):
    return f"/homeowners/{person.pk}"


def shown(client, path, **query):
    response = client.get(path, query)
    assert response.status_code == 200, path
    return response


def done(response):
    """The page that a form leads to."""
    assert response.status_code == 302, response.content.decode()[:2000]
    return response.headers["Location"]


@pytest.fixture
def builder(estate_a, as_staff):
    return as_staff(estate_a.builder)


def test_cards_are_issued_printed_replaced_and_revoked_for_a_selection(estate_a, builder):
    page, chosen = tab(estate_a.development), [estate_a.unit.pk]
    refused = builder.post(page, {"act": "print", "unit": chosen})
    assert (refused.status_code, "Issue cards first" in refused.content.decode()) == (409, True)
    done(builder.post(page, {"act": "issue_all"}))
    assert [count for _, _, count in shown(builder, page).context["states"]] == [0, 2, 0, 0, 0, 0]
    printed = builder.post(page, {"act": "print", "unit": chosen})
    assert (printed.status_code, printed.headers["Content-Type"]) == (200, "application/pdf")
    assert printed.headers["Content-Disposition"].startswith("attachment")
    assert [home.unit_number for home in shown(builder, page, state="printed").context["homes"]] == ["1"]
    for act in ("replace", "revoke"):
        asked = builder.post(page, {"act": act, "unit": chosen})
        assert (asked.status_code, f"{act.capitalize()} this card?" in asked.content.decode()) == (200, True)
    assert shown(builder, page).context["missing"] == 0
    done(builder.post(page, {"act": "revoke", "unit": chosen, "sure": "yes"}))
    assert shown(builder, page).context["missing"] == 1
    assert builder.post(page, {"act": "print_all"}).status_code == 200


@pytest.mark.parametrize(
    "form",
    [{}, {"act": "burn"}, {"act": "print"}, {"act": "replace", "sure": "yes"}, {"act": "issue", "unit": ["x"]}],
)
def test_a_form_out_of_order_is_told_so(estate_a, builder, form):
    response = builder.post(tab(estate_a.development), form)
    assert (response.status_code, 'role="alert"' in response.content.decode()) == (400, True)


def test_a_home_shows_its_people_its_card_and_its_scans(estate_a, builder, anonymous):
    page = of_home(estate_a.unit)
    done(builder.post(page, {"act": "add", "name": "Aoife Ó Briain", "email": "aoife@example.test", "phone": ""}))
    assert "Aoife Ó Briain" in shown(builder, page).content.decode()
    wrong = builder.post(page, {"act": "add", "name": "x", "email": "nobody"})
    assert (wrong.status_code, wrong.context["form"].errors.keys()) == (400, {"email"})
    done(builder.post(page, {"act": "issue"}))
    code = builder.post_json(f"/api/developers/units/{estate_a.unit.pk}/enrolment").json()["short_code"]
    anonymous().post_json("/api/homeowner/session", {"code": code})
    after = shown(builder, page)
    assert (after.context["home"].state, len(after.context["scans"])) == ("active", 1)
    assert builder.post(page, {"act": "print"}).headers["Content-Type"] == "application/pdf"
    assert "Revoke this card?" in builder.post(page, {"act": "revoke"}).content.decode()
    done(builder.post(page, {"act": "revoke", "sure": "yes"}))
    assert shown(builder, page).context["home"].card_id is None


def test_a_person_is_changed_signed_out_and_removed(estate_a, builder, as_homeowner):
    person, page = estate_a.homeowner, of_person(estate_a.homeowner)
    home = as_homeowner(person)
    assert len(shown(builder, page).context["sessions"]) == 1
    done(builder.post(page, {"act": "save", "name": "Niamh", "email": "", "phone": "", "is_active": "on"}))
    assert shown(builder, page).context["person"].name == "Niamh"
    done(builder.post(page, {"act": "sign_out"}))
    assert home.get("/api/homeowner/me").status_code == 401
    again = as_homeowner(person)
    assert "Remove Niamh?" in shown(builder, f"{page}/remove").content.decode()
    assert done(builder.post(f"{page}/remove")) == of_home(estate_a.unit)
    assert again.get("/api/homeowner/me").status_code == 401
    assert builder.get(page).status_code == 404


def test_a_copy_is_downloaded_and_says_who_may_read_what(estate_a, builder, as_staff, as_homeowner):
    ready_document(estate_a)
    as_homeowner(estate_a.homeowner).post_json("/api/chat/messages", {"text": "What should the pressure be?"})
    page = of_person(estate_a.homeowner)
    own, whole = (json.loads(shown(client, f"{page}/copy").content) for client in (builder, as_staff(estate_a.admin)))
    assert (own["withheld"], whole["withheld"]) == (["conversations"], [])
    assert "administrator" in shown(builder, page).content.decode()


def test_all_homes_are_found_by_who_lives_there(estate_a, builder, as_staff):
    builder.patch_json(f"/api/developers/homeowners/{estate_a.neighbour.pk}", {"name": "Aoife <b>Byrne</b>"})
    page = shown(builder, "/homeowners", q="aoife")
    assert [home.unit_number for home in page.context["homes"]] == ["2"]
    assert "Aoife &lt;b&gt;Byrne&lt;/b&gt;" in page.content.decode()
    places = {home.development_id for home in shown(as_staff(estate_a.admin), "/homeowners").context["homes"]}
    assert places == {estate_a.development.pk, estate_a.sibling_development.pk}
    assert list(shown(builder, "/homeowners", q="nobody at all").context["homes"]) == []
    assert builder.get("/homeowners", {"state": "lost"}).status_code == 400


def test_what_is_out_of_reach_is_not_there(estate_a, estate_b, as_staff, as_homeowner, anonymous, forget_limits):
    pages = [tab(estate_a.development), of_home(estate_a.unit)]
    pages += [of_person(estate_a.homeowner) + end for end in ("", "/remove", "/copy")]
    forms = {pages[0]: {"act": "issue_all"}, pages[1]: {"act": "issue"}, pages[3]: {}}
    for staff in (estate_a.sibling_builder, estate_b.builder, estate_b.admin):
        client = as_staff(staff)
        assert [client.get(page).status_code for page in pages] == [404] * 5
        assert [client.post(page, form).status_code for page, form in forms.items()] == [404] * 3
    other = f"{tab(estate_a.sibling_development)}/{estate_a.unit.pk}"
    assert as_staff(estate_a.admin).get(other).status_code == 404
    assert as_staff(estate_a.admin).get(f"/homeowners/{uuid4()}").status_code == 404
    forget_limits()
    assert {as_homeowner(estate_a.homeowner).get(page).status_code for page in [*pages, "/homeowners"]} == {403}
    assert {anonymous().get(page).status_code for page in pages} == {302}
    mixed = {"act": "replace", "sure": "yes", "unit": [estate_a.unit.pk, estate_b.unit.pk]}
    assert as_staff(estate_a.admin).post(tab(estate_a.development), mixed).status_code == 404
