"""Dashboard, developments and homes for a client without script: what they show, what their forms do, and to whom."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.developments.models import Development, HouseType, Unit
from apps.documents.models import DocumentVersion
from apps.homeowners.models import EnrolmentCode
from apps.portal.pages import dashboard
from openhouse.testing.papers import ready_document

HOME = {"unit_number": "3A", "house_type": "BD01", "address": "3A Oak Park", "city": "", "eircode": "D02 X285"}
FIGURES = ("homes_without_documents", "cards_not_scanned", "questions_unanswered", "documents_failed")


def at(estate, rest=""):
    return f"/developments/{estate.development.pk}{rest}"


def shown(client, path, **query):
    response = client.get(path, query)
    assert response.status_code == 200, response.content
    return response


def figures(client, estate):
    rows = client.get("/api/developers/developments").json()["results"]
    found = next(row["figures"] for row in rows if row["id"] == str(estate.development.pk))
    return [
        found[name]
        for name in ("homes_without_documents", "cards_not_scanned", "questions_unanswered", "documents_failed")
    ]


@pytest.fixture
def carded(estate_a, platform):
    """Both homes have a card; one of them was scanned."""
    with platform():
        for unit, scanned_at in ((estate_a.unit, timezone.now()), (estate_a.sibling_unit, None)):
            EnrolmentCode.objects.create(
                tenant=estate_a.tenant,
                development=estate_a.development,
                unit=unit,
                last_scan_at=scanned_at,
                code_hash=uuid4().bytes,
                short_hash=uuid4().bytes,
                expires_at=timezone.now() + timedelta(days=1),
            )
    return estate_a


def test_figures_count_what_waits_and_lead_to_it(carded, as_staff, as_homeowner, platform):
    builder, page = as_staff(carded.builder), "/dashboard"
    assert figures(builder, carded) == [2, 1, 0, 0]
    failing = ready_document(carded, house_type_code="BD01")
    assert figures(builder, carded) == [1, 1, 0, 0]
    with platform():
        DocumentVersion.objects.filter(document=failing.pk).update(status="failed")
    as_homeowner(carded.homeowner).post_json("/api/chat/messages", {"text": "Which airline flies to Reykjavik?"})
    assert figures(builder, carded) == [1, 1, 1, 1]
    text = shown(builder, page).content.decode()
    for link in (f"/questions?development={carded.development.pk}", at(carded, "/homes?card=waiting")):
        assert link in text
    assert "1 home without documents" in text
    ready_document(carded)
    assert figures(builder, carded)[0] == 0
    assert "home without documents" not in shown(builder, page).content.decode()
    assert "Oak Park" in shown(builder, page, show="cards").content.decode()
    assert "Oak Park" not in shown(builder, page, show="documents").content.decode()
    assert figures(as_staff(carded.admin), carded) == figures(builder, carded)


def test_who_has_no_development_is_told_what_to_do(estate_a, as_staff, platform):
    with platform():
        estate_a.builder.memberships.all().delete()
    builder = as_staff(estate_a.builder)
    for path in ("/dashboard", "/developments"):
        text = shown(builder, path).content.decode()
        assert "Ask your administrator" in text
        assert "/developments/new" not in text
    assert "/developments/new" in shown(as_staff(estate_a.admin), "/developments").content.decode()


def test_the_dashboard_says_when_it_does_not_count_all(estate_a, as_staff, monkeypatch):
    admin = as_staff(estate_a.admin)
    assert "Counted here are" not in shown(admin, "/dashboard").content.decode()
    monkeypatch.setattr(dashboard, "DEVELOPMENTS_SHOWN", 1)
    assert "Counted here are the first 1 developments" in shown(admin, "/dashboard").content.decode()


@pytest.mark.parametrize("path", ["/dashboard", "/developments"])
def test_fifty_developments_cost_what_two_do(estate_a, as_staff, platform, path):
    admin = as_staff(estate_a.admin)
    shown(admin, path)
    with CaptureQueriesContext(connection) as few:
        shown(admin, path)
    with platform():
        made = [Development(tenant=estate_a.tenant, name=f"E{number}", slug=f"e{number}") for number in range(50)]
        Development.objects.bulk_create(made)
        designs = [HouseType(tenant=estate_a.tenant, development=one, code="BD01") for one in made]
        HouseType.objects.bulk_create(designs)
        homes = [
            Unit(tenant=estate_a.tenant, development=one, unit_number="1", address="Road", house_type_code="BD01")
            for one in made
        ]
        Unit.objects.bulk_create(homes)
    with CaptureQueriesContext(connection) as many:
        text = shown(admin, path).content.decode()
    assert "1 home without documents" in text
    assert len(many) == len(few)


def test_developments_are_searched_and_read_page_by_page(estate_a, as_staff, platform):
    with platform():
        names = [f"Road {number:02}" for number in range(30)]
        Development.objects.bulk_create(
            Development(tenant=estate_a.tenant, name=name, slug=name.replace(" ", "-")) for name in names
        )
    admin, seen, path = as_staff(estate_a.admin), [], "/developments?q=road"
    while path:
        page = admin.get(path)
        seen += [development.name for development, _, _ in page.context["lines"]]
        path = page.context["next_page"]
    assert seen == names


def test_a_development_is_made_changed_and_archived(estate_a, as_staff):
    admin = as_staff(estate_a.admin)
    refused = admin.post("/developments/new", {"name": "", "address": "Kept Road"})
    assert (refused.status_code, "Kept Road" in refused.content.decode()) == (400, True)
    made = admin.post("/developments/new", {"name": "Ash Grove", "address": "Ash Road"})
    details = made["Location"]
    place = details.removesuffix("/details")
    words = {"name": "Ash Grove", "site_office": "01 555 0111", "emergency_contact": "999", "joining": "approved"}
    assert admin.post(details, words)["Location"] == place
    assert "01 555 0111" in shown(admin, place).content.decode()
    assert admin.post(f"{place}/archive", {"act": "archive"}).status_code == 302
    assert "Ash Grove" not in shown(admin, "/developments").content.decode()
    assert "Ash Grove" in shown(admin, "/developments", archived="true").content.decode()
    assert "Archived on" in shown(admin, place).content.decode()
    assert admin.post(f"{place}/archive", {"act": "restore"}).status_code == 302
    assert admin.post(f"{place}/archive", {"act": "explode"}).status_code == 400
    assert "Ash Grove" in shown(admin, "/developments").content.decode()


def test_builders_edit_and_administrators_decide(estate_a, estate_b, as_staff, as_homeowner):
    builder = as_staff(estate_a.builder)
    words = {"name": "Oak Park", "site_office": "01 555 0222", "joining": "surname"}
    assert builder.post(at(estate_a, "/details"), words).status_code == 302
    for path, form in (("/archive", {"act": "archive"}), ("/builders", {"act": "add", "person": uuid4()})):
        assert builder.post(at(estate_a, path), form).status_code == 403
    assert builder.get("/developments/new").status_code == 403
    for client in (as_staff(estate_a.sibling_builder), as_staff(estate_b.admin)):
        for path in ("", "/details", "/homes", "/homes/new", "/documents", f"/homes/{estate_a.unit.pk}"):
            assert client.get(at(estate_a, path)).status_code == 404
        assert client.post(at(estate_a, "/details"), words).status_code == 404
    assert as_homeowner(estate_a.homeowner).get(at(estate_a)).status_code == 403


def test_builders_are_put_on_a_development_by_a_form(estate_a, as_staff):
    admin, person = as_staff(estate_a.admin), estate_a.sibling_builder
    path = at(estate_a, "/builders")
    assert person.email in shown(admin, path).content.decode()
    for act, members in (("add", 2), ("remove", 1)):
        assert admin.post(path, {"act": act, "person": person.pk}).status_code == 302
        assert len(shown(admin, path).context["members"]) == members
    assert admin.post(path, {"act": "add"}).status_code == 400
    unknown = admin.post(path, {"act": "add", "person": uuid4()})
    assert (unknown.status_code, "Nobody of your team" in unknown.content.decode()) == (400, True)
    assert admin.post(path, {"act": "remove", "person": uuid4()}).status_code == 404


def test_a_home_is_added_changed_and_removed_by_plain_forms(estate_a, as_staff):
    builder = as_staff(estate_a.builder)
    taken = builder.post(at(estate_a, "/homes/new"), HOME | {"unit_number": "1"})
    text = taken.content.decode()
    assert (taken.status_code, "taken already" in text, "D02 X285" in text) == (400, True, True)
    assert builder.post(at(estate_a, "/homes/new"), HOME).status_code == 302
    (home,) = shown(builder, at(estate_a, "/homes"), q="3a").context["units"]
    path = at(estate_a, f"/homes/{home.pk}")
    assert builder.post(path, HOME | {"city": "Cork", "house_type": "BD02"}).status_code == 302
    assert 'value="Cork"' in shown(builder, path).content.decode()
    assert builder.post(path, HOME | {"address": ""}).status_code == 400
    kept = builder.post(at(estate_a, f"/homes/{estate_a.unit.pk}"), {"act": "remove"})
    assert (kept.status_code, "so it stays" in kept.content.decode()) == (409, True)
    assert builder.post(path, {"act": "remove"}).status_code == 302
    assert builder.get(path).status_code == 404
    far = as_staff(estate_a.admin).get(at(estate_a, f"/homes/{estate_a.far_unit.pk}"))
    assert far.status_code == 404


def test_homes_are_counted_as_people_count_filtered_and_read_page_by_page(carded, as_staff, platform):
    with platform():
        Unit.objects.bulk_create(
            Unit(
                tenant=carded.tenant,
                development=carded.development,
                unit_number=number,
                address="Road",
                house_type_code="BD02",
            )
            for number in ["A10", "A2", "3A", *map(str, range(3, 60))]
        )
    builder, seen, path = as_staff(carded.builder), [], at(carded, "/homes")
    while path:
        page = shown(builder, path)
        seen += [unit.unit_number for unit in page.context["units"]]
        path = page.context["next_page"]
    assert seen == ["1", "2", "3", "3A", *map(str, range(4, 60)), "A2", "A10"]
    numbers = [
        [unit.unit_number for unit in shown(builder, at(carded, "/homes"), **query).context["units"]]
        for query in ({"type": "BD01"}, {"card": "waiting"}, {"card": "joined"}, {"q": "a1"}, {"q": "none"})
    ]
    assert numbers == [["1"], ["2"], ["1"], ["A10"], []]
    assert builder.get(at(carded, "/homes"), {"card": "x"}).status_code == 400


def test_an_archived_development_offers_nothing_new_and_refuses_it(estate_a, as_staff, platform):
    with platform():
        Development.objects.filter(pk=estate_a.development.pk).update(archived_at=timezone.now())
    builder = as_staff(estate_a.builder)
    text = shown(builder, at(estate_a, "/homes")).content.decode()
    assert "Add a home" not in text
    assert "Add a house type" not in text
    refused = builder.post(at(estate_a, "/homes/new"), HOME)
    assert (refused.status_code, "takes nothing new" in refused.content.decode()) == (409, True)
    assert HOME["eircode"] in refused.content.decode()


def test_days_are_those_of_the_homes(estate_a, as_staff, platform):
    """Half past midnight in a summer night of Dublin is the day before in UTC."""
    with platform():
        late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
        Development.objects.filter(pk=estate_a.development.pk).update(archived_at=late)
    assert "Archived on 2 July 2026" in shown(as_staff(estate_a.builder), at(estate_a, "")).content.decode()


def sent(page, name="form"):
    """What the page's form sends when nobody types anything: its fields, and what it keeps beside them."""
    fields = page.context[name].fields
    present = {field: page.context[name][field].value() for field in fields}
    beside = {f"initial-{field}": value for field, value in present.items()}
    return {key: "" if value is None else value for key, value in (present | beside).items()}


def test_who_saves_later_does_not_undo_what_was_not_seen(estate_a, as_staff):
    builder, path = as_staff(estate_a.builder), at(estate_a, f"/homes/{estate_a.unit.pk}")
    opened = shown(builder, path)
    assert 'name="initial-address"' in opened.content.decode()
    as_staff(estate_a.admin).patch_json(f"/api/developers/units/{estate_a.unit.pk}", {"address": "1 Elm Park"})
    assert builder.post(path, sent(opened) | {"city": "Cork"}).status_code == 302
    merged = shown(builder, path).context["form"]
    assert [merged[name].value() for name in ("address", "city")] == ["1 Elm Park", "Cork"]
    refused = builder.post(path, sent(opened) | {"address": "1 Ash Park", "eircode": "D02"})
    text = refused.content.decode()
    assert refused.status_code == 409
    for told in ("Somebody else has changed this", "Now: 1 Elm Park", 'value="1 Ash Park"', 'value="Cork"'):
        assert told in text
    again = sent(refused) | {"initial-address": "1 Elm Park", "initial-eircode": ""}
    assert builder.post(path, again).status_code == 302
    assert shown(builder, path).context["form"]["address"].value() == "1 Ash Park"
