"""Cards in bulk and on paper: what is printed opens the home it names, again and again, until it is replaced."""

import io
from dataclasses import replace
from uuid import uuid4

import pypdfium2
import pytest
import zxingcpp
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from apps.core import row_security
from apps.core.errors import Conflict
from apps.developments.models import Unit
from apps.homeowners import cards, printing
from apps.homeowners.sheet import pages
from apps.homeowners.sheet.type import BOLD, fitted, writable
from apps.tenants.models import Theme

from .conftest import same

SHARP = 2


def sheet(development):
    return f"/api/developers/developments/{development.id}/qr-sheet"


def act(client, development, action, *units):
    body = {"action": action} | ({"units": [str(unit.pk) for unit in units]} if units else {})
    return client.post_json(f"/api/developers/developments/{development.id}/cards", body)


def read(response):
    """What a person and a phone see on the sheet: the text of each page, and the addresses in its codes."""
    assert response.status_code == 200, response.content
    assert response.headers["Content-Type"] == "application/pdf"
    return seen(response.content)


def seen(file):
    with pypdfium2.PdfDocument(io.BytesIO(file)) as document:
        text = [page.get_textpage().get_text_bounded() for page in document]
        images = [page.render(scale=SHARP).to_pil() for page in document]
    return "\n".join(text), [found.text for image in images for found in zxingcpp.read_barcodes(image)]


def add_homes(estate, numbers):
    with row_security.service_scope(None, "test"), transaction.atomic():
        return Unit.objects.bulk_create(
            Unit(
                tenant=estate.tenant,
                development=estate.development,
                unit_number=number,
                address=f"{number} Oak Park",
                house_type_code="BD01",
            )
            for number in numbers
        )


def test_a_printed_card_opens_its_home_by_its_code_and_by_hand(estate_a, as_staff, join, trail):
    client = as_staff(estate_a.builder)
    assert act(client, estate_a.development, "issue").json() == {"issued": 2, "revoked": 0}
    text, addresses = read(client.get(sheet(estate_a.development), {"units": str(estate_a.unit.id)}))
    (address,) = addresses
    assert estate_a.unit.address in text
    assert "Oak Park" in text
    joined = join(address.rpartition("/join/")[2])
    assert (joined.status_code, joined.json()["home"]["unit_number"]) == (201, "1")
    typed = next(word for word in text.split() if word.count("-") == 2)
    assert join(typed).status_code == 201
    assert f"{address.split('/')[2]}/join" in text
    assert len(trail.of(estate_a.tenant.id, "enrolment.printed")) == 1


def test_a_sheet_wears_the_builders_colour(estate_a, as_staff, platform):
    with platform():
        Theme.objects.create(tenant=estate_a.tenant, brand="#7a1f2b")
    client = as_staff(estate_a.builder)
    act(client, estate_a.development, "issue")
    with pypdfium2.PdfDocument(client.get(sheet(estate_a.development)).content) as document:
        colours = document[0].render(scale=1).to_pil().convert("RGB").getcolors(1 << 20)
    assert (0x7A, 0x1F, 0x2B) in {colour for _, colour in colours}


def test_a_sheet_is_the_same_again_until_the_card_is_replaced(estate_a, as_staff, join):
    client = as_staff(estate_a.builder)
    act(client, estate_a.development, "issue")
    first, again = (read(client.get(sheet(estate_a.development))) for _ in range(2))
    assert sorted(first[1]) == sorted(again[1])
    assert len(set(first[1])) == 2
    assert act(client, estate_a.development, "replace", estate_a.unit).json()["issued"] == 1
    replaced = read(client.get(sheet(estate_a.development)))[1]
    assert len(set(replaced) & set(first[1])) == 1
    (gone,) = set(first[1]) - set(replaced)
    assert join(gone.rpartition("/")[2]).status_code == 404


def test_homes_without_a_card_are_counted_and_none_at_all_is_a_conflict(estate_a, as_staff):
    client = as_staff(estate_a.builder)
    assert client.get(sheet(estate_a.development)).status_code == 409
    client.post_json(f"/api/developers/units/{estate_a.unit.id}/enrolment")
    response = client.get(sheet(estate_a.development))
    assert (response.headers["X-Homes-Without-Card"], len(read(response)[1])) == ("1", 1)
    assert act(client, estate_a.development, "issue").json()["issued"] == 1
    assert client.get(sheet(estate_a.development)).headers["X-Homes-Without-Card"] == "0"


def test_many_are_revoked_and_an_expired_card_counts_as_none(estate_a, as_staff, superuser, trail):
    client = as_staff(estate_a.builder)
    act(client, estate_a.development, "issue")
    superuser.execute("UPDATE enrolment_codes SET expires_at = now() WHERE unit_id = %s", [estate_a.unit.pk])
    assert client.get(sheet(estate_a.development)).headers["X-Homes-Without-Card"] == "1"
    assert act(client, estate_a.development, "issue").json()["issued"] == 1
    done = act(client, estate_a.development, "revoke", estate_a.unit, estate_a.sibling_unit)
    assert done.json() == {"issued": 0, "revoked": 2}
    assert client.get(sheet(estate_a.development)).status_code == 409
    left = "SELECT count(*) FROM enrolment_codes WHERE tenant_id = %s AND sealed IS NOT NULL"
    assert superuser.execute(left, [estate_a.tenant.pk]).fetchone() == (0,)
    counted = {
        name: len(trail.of(estate_a.tenant.pk, f"enrolment.{name}")) for name in ("issued", "replaced", "revoked")
    }
    assert counted == {"issued": 2, "replaced": 1, "revoked": 2}


@pytest.mark.parametrize("action", ["replace", "revoke"])
def test_cards_that_work_end_only_where_the_homes_are_named(estate_a, as_staff, action):
    client = as_staff(estate_a.builder)
    assert act(client, estate_a.development, action).json()["errors"][0]["field"] == "units"
    assert act(client, estate_a.development, "burn").status_code == 400


def test_homes_of_others_are_homes_that_do_not_exist(estate_a, estate_b, as_staff, forget_limits):
    client = as_staff(estate_a.builder)
    act(client, estate_a.development, "issue")
    for path in (f"{sheet(estate_a.development)}?units=", "cards"):

        def call(unit_id, path=path):
            if path == "cards":
                body = {"action": "replace", "units": [str(estate_a.unit.pk), str(unit_id)]}
                return client.post_json(f"/api/developers/developments/{estate_a.development.id}/cards", body)
            return client.get(f"{path}{estate_a.unit.pk},{unit_id}")

        nowhere = call(uuid4())
        assert nowhere.status_code == 404
        for unit in (estate_b.unit, estate_a.far_unit):
            assert same(call(unit.pk), nowhere)
    for development in (estate_b.development, estate_a.sibling_development):
        assert same(client.get(sheet(development)), client.get(sheet(type(development)(pk=uuid4()))))
    forget_limits()
    assert client.get(f"{sheet(estate_a.development)}?units=x").status_code == 400


def test_the_database_alone_holds_no_code(estate_a, as_staff, superuser):
    card = as_staff(estate_a.builder).post_json(f"/api/developers/units/{estate_a.unit.id}/enrolment").json()
    ((row, sealed),) = superuser.execute(
        "SELECT to_jsonb(c)::text, encode(sealed, 'escape') FROM enrolment_codes c WHERE tenant_id = %s",
        [estate_a.tenant.pk],
    ).fetchall()
    secrets = {card["url"].rpartition("/")[2], card["short_code"], card["short_code"].replace("-", "")}
    assert len(sealed) > 100
    assert not [secret for secret in secrets if secret in row + sealed]


def test_a_seal_opens_with_keys_of_ours_for_its_own_card_only(estate_a, platform, superuser, settings):
    development = estate_a.development
    with platform() as principal:
        issued = cards.issue_missing(principal, development_id=development.pk)

    def printed():
        with platform() as principal:
            return {each.card.url for each in printing.deck(principal, development_id=development.pk).cards}

    former, settings.SECRET_KEY = settings.SECRET_KEY, "another" * 8
    with pytest.raises(Conflict):
        printed()
    settings.SECRET_KEY_FALLBACKS = [former]
    assert printed() == {card.url for card in issued}
    superuser.execute(
        "UPDATE enrolment_codes c SET sealed = o.sealed FROM enrolment_codes o WHERE c.unit_id = %s AND o.unit_id = %s",
        [estate_a.unit.pk, estate_a.sibling_unit.pk],
    )
    assert printed() == {issued[1].url}


def test_many_cards_ask_the_database_as_often_as_few(estate_a, platform):
    development = estate_a.development

    def asked():
        with platform() as principal, CaptureQueriesContext(connection) as captured:
            cards.issue_missing(principal, development_id=development.pk)
            homes = [home.pk for home in Unit.objects.filter(tenant_id=estate_a.tenant.pk, development=development)]
            cards.replace(principal, development_id=development.pk, unit_ids=homes)
            deck = printing.deck(principal, development_id=development.pk)
        return len(captured), deck

    few, _ = asked()
    add_homes(estate_a, [str(number) for number in range(3, 120)])
    many, deck = asked()
    assert many == few
    assert len(deck.cards) == 119
    numbers = [printed.home.unit_number for printed in deck.cards]
    assert numbers == [str(number) for number in range(1, 120)]
    text, addresses = seen(pages.pdf(replace(deck, cards=deck.cards[:9])))
    assert ("page 2 of 2" in text, len(addresses)) == (True, 9)


def test_what_builders_write_fits_and_keeps_its_accents(estate_a, as_staff):
    written = "Ó Súilleabháin's Bóthar Álainn, Łódź"
    (home,) = add_homes(estate_a, ["Apartment 1204 North"])
    with row_security.service_scope(None, "test"), transaction.atomic():
        Unit.objects.filter(tenant_id=estate_a.tenant.pk, pk=home.pk).update(address=written)
    client = as_staff(estate_a.builder)
    act(client, estate_a.development, "issue", home)
    text, _ = read(client.get(sheet(estate_a.development), {"units": str(home.pk)}))
    assert written in " ".join(text.split())
    assert "Apartment 1204 North" in " ".join(text.split())
    assert writable("Ṡeán 家", BOLD) == "Seán ?"
    cut = fitted("x" * 500, BOLD, 10, 100)
    assert (len(cut.lines), cut.lines[0][-1]) == (1, "…")


def test_a_homes_scans_are_listed_by_time_and_outcome(estate_a, as_staff, join):
    client, path = as_staff(estate_a.builder), f"/api/developers/units/{estate_a.unit.id}/scans"
    assert client.get(path).json()["results"] == []
    code = client.post_json(f"/api/developers/units/{estate_a.unit.id}/enrolment").json()["short_code"]
    join(code)
    for person in (estate_a.homeowner, estate_a.partner):
        client.patch_json(f"/api/developers/homeowners/{person.id}", {"active": False})
    join(code)
    rows = client.get(path).json()["results"]
    assert [row["outcome"] for row in rows] == ["nobody_active", "joined"]
    assert {tuple(row) for row in rows} == {("at", "outcome")}
    assert as_staff(estate_a.sibling_builder).get(path).status_code == 404
