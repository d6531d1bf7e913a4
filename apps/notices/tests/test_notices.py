"""Notices: builders write them, the homes they are meant for see them in their time, and nobody else."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from apps.audit.models import AuditLog
from apps.core import row_security
from apps.notices.models import Notice, NoticeRead

HOME = "/api/homeowner/notices"
WATER = {"title": "Water off on Tuesday", "body": "From 10 to 12.\n\nPlease keep a kettle filled."}


def at(hours):
    return (timezone.now() + timedelta(hours=hours)).isoformat()


def path(development, notice=None):
    base = f"/api/developers/developments/{development.pk}/notices"
    return base if notice is None else f"{base}/{notice}"


def titles(client):
    return [row["title"] for row in client.get(HOME).json()["results"]]


@pytest.fixture
def builder(as_staff, estate_a):
    return as_staff(estate_a.builder)


@pytest.fixture
def write(builder, estate_a):
    def written(**fields):
        answer = builder.post_json(path(estate_a.development), WATER | fields)
        assert answer.status_code == 201, answer.content
        return answer.json()

    return written


def test_a_notice_reaches_the_homes_of_its_development_and_of_no_other(write, as_homeowner, estate_a, estate_b):
    made = write()
    assert (made["state"], made["house_type"], made["readers"]) == ("showing", None, 0)
    for person in (estate_a.homeowner, estate_a.partner, estate_a.neighbour):
        (row,) = as_homeowner(person).get(HOME).json()["results"]
        assert (row["title"], row["body"], row["read_at"]) == (WATER["title"], WATER["body"], None)
    for person in (estate_a.stranger, estate_b.homeowner):
        assert titles(as_homeowner(person)) == []


def test_a_notice_for_a_house_type_reaches_that_type_alone(write, as_homeowner, estate_a):
    write(house_type="BD01")
    assert titles(as_homeowner(estate_a.homeowner)) == [WATER["title"]]
    assert titles(as_homeowner(estate_a.neighbour)) == []


@pytest.mark.parametrize(
    ("starts", "ends", "state", "seen"),
    [
        (-2, None, "showing", True),
        (-2, 2, "showing", True),
        (-2, -1, "over", False),
        (1, 2, "scheduled", False),
        (1, None, "scheduled", False),
    ],
)
def test_homes_see_it_in_its_time_only(write, as_homeowner, estate_a, starts, ends, state, seen):
    made = write(starts_at=at(starts), ends_at=None if ends is None else at(ends))
    assert made["state"] == state
    home = as_homeowner(estate_a.homeowner)
    assert bool(titles(home)) is seen
    assert home.post_json(f"{HOME}/{made['id']}/read").status_code == (204 if seen else 404)


def test_the_newest_comes_first(write, as_homeowner, estate_a):
    write(title="Older", starts_at=at(-5))
    write(title="Newer", starts_at=at(-1))
    assert titles(as_homeowner(estate_a.homeowner)) == ["Newer", "Older"]


def test_reading_is_each_persons_own_and_counted(write, as_homeowner, builder, estate_a):
    made = write()
    home = as_homeowner(estate_a.homeowner)
    for _ in range(2):
        assert home.post_json(f"{HOME}/{made['id']}/read").status_code == 204
    assert home.get(HOME).json()["results"][0]["read_at"]
    assert as_homeowner(estate_a.partner).get(HOME).json()["results"][0]["read_at"] is None
    assert builder.get(path(estate_a.development, made["id"])).json()["readers"] == 1


def test_other_words_are_new_to_who_read_the_old_ones(write, as_homeowner, builder, estate_a):
    made, home = write(), as_homeowner(estate_a.homeowner)
    home.post_json(f"{HOME}/{made['id']}/read")
    one = path(estate_a.development, made["id"])
    builder.patch_json(one, {"ends_at": at(48)})
    assert home.get(HOME).json()["results"][0]["read_at"]
    assert builder.patch_json(one, {"title": "Water off on Wednesday"}).json()["readers"] == 0
    assert home.get(HOME).json()["results"][0]["read_at"] is None
    home.post_json(f"{HOME}/{made['id']}/read")
    assert home.get(HOME).json()["results"][0]["read_at"]


def test_a_notice_is_changed_and_taken_back(write, as_homeowner, builder, platform, estate_a):
    made, home = write(), as_homeowner(estate_a.homeowner)
    home.post_json(f"{HOME}/{made['id']}/read")
    one = path(estate_a.development, made["id"])
    assert builder.patch_json(one, {"house_type": "BD02"}).json()["house_type"] == "BD02"
    assert titles(home) == []
    assert builder.patch_json(one, {"house_type": None}).json()["house_type"] is None
    assert builder.send("DELETE", one).status_code == 204
    assert (titles(home), builder.get(one).status_code) == ([], 404)
    with platform():
        assert not NoticeRead.objects.filter(notice=made["id"]).exists()
        rows = list(AuditLog.objects.filter(subject_id=made["id"]).order_by("at"))
    assert [row.event for row in rows] == ["notice.created", *["notice.changed"] * 2, "notice.deleted"]
    assert WATER["title"] not in repr([(row.request_payload, row.changes) for row in rows])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ends_at": "2020-01-01T00:00:00Z"}, "ends_at"),
        ({"house_type": "XX99"}, "house_type"),
        ({"title": "x" * 121}, "title"),
        ({"body": "  "}, "body"),
        ({"starts_at": "tomorrow"}, "starts_at"),
        ({"development": "x"}, "development"),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_field(write, builder, estate_a, wrong, field):
    refused = builder.post_json(path(estate_a.development), WATER | wrong)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, field)
    changed = builder.patch_json(path(estate_a.development, write()["id"]), wrong)
    assert (changed.status_code, changed.json()["errors"][0]["field"]) == (400, field)


def test_an_archived_development_tells_its_homes_nothing_new(as_staff, builder, platform, estate_a):
    with platform():
        estate_a.development.archived_at = timezone.now()
        estate_a.development.save(update_fields=["archived_at"])
    assert builder.post_json(path(estate_a.development), WATER).status_code == 409


def test_who_may_not_write_finds_no_door(write, as_staff, as_homeowner, anonymous, estate_a, estate_b):
    made = write()
    one = path(estate_a.development, made["id"])
    for stranger in (estate_a.sibling_builder, estate_b.admin):
        client = as_staff(stranger)
        assert client.post_json(path(estate_a.development), WATER).status_code == 404
        assert client.get(one).status_code == client.patch_json(one, {"title": "x"}).status_code == 404
        assert client.send("DELETE", one).status_code == 404
    assert as_staff(estate_a.admin).patch_json(one, {"title": "By the admin"}).status_code == 200
    assert as_homeowner(estate_a.homeowner).post_json(path(estate_a.development), WATER).status_code == 403
    assert anonymous().get(HOME).status_code == 401


def test_nobody_puts_away_what_is_not_for_them(write, as_homeowner, estate_a, estate_b):
    made = write(house_type="BD01")
    for person in (estate_a.neighbour, estate_a.stranger, estate_b.homeowner):
        assert as_homeowner(person).post_json(f"{HOME}/{made['id']}/read").status_code == 404
    assert as_homeowner(estate_a.homeowner).post_json(f"{HOME}/{uuid4()}/read").status_code == 404


def test_the_database_itself_shows_a_home_its_own_notices_and_writes_nobody_elses_reading(
    write, as_homeowner, estate_a, superuser
):
    mine, other = write(house_type="BD01"), write(house_type="BD02")
    as_homeowner(estate_a.homeowner).get(HOME)
    (session,) = superuser.execute(
        "SELECT id FROM security.sessions WHERE subject_id = %s", [estate_a.homeowner.pk]
    ).fetchone()
    with row_security.acting(session), transaction.atomic():
        assert [str(row.pk) for row in Notice.objects.all()] == [mine["id"]]
    row = {"tenant": estate_a.tenant, "development": estate_a.development, "notice_id": other["id"]}
    with pytest.raises(DatabaseError), row_security.acting(session), transaction.atomic():
        NoticeRead.objects.create(homeowner=estate_a.neighbour, **row)
    with pytest.raises(DatabaseError), row_security.acting(session), transaction.atomic():
        connection.cursor().execute("UPDATE notices SET title = 'mine'")
