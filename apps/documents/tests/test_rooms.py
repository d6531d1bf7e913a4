"""A schedule of rooms: read from the file, confirmed by the builder, told by the assistant as a fact of the design."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from apps.documents.room_schedule import rooms_in
from openhouse.testing.clients import ApiClient
from openhouse.testing.estates import Estate

from .test_kinds import word_file
from .uploads import detail, read_all, upload

SCHEDULE = b"# Rooms\n\n| Room | Size |\n|---|---|\n| Kitchen | 4.21 m x 3.1 m |\n| Bedroom 1 | 4200 x 3050 |\n"
QUESTION = {"text": "How big is the kitchen?"}


@pytest.fixture
def schedule(builder: ApiClient, estate_a: Estate) -> str:
    """The path of the rooms of a document for the house type of the homeowner."""
    made = upload(builder, estate_a.development, SCHEDULE, "rooms.md", house_type="BD01").json()["id"]
    read_all(estate_a.tenant.pk)
    return f"/api/developers/documents/{made}/rooms"


def test_a_schedule_is_told_only_after_its_builder_has_confirmed_it(
    schedule: str, builder: ApiClient, estate_a: Estate, as_homeowner: Any
) -> None:
    home = as_homeowner(estate_a.homeowner)

    def told() -> bool:
        cited = home.post_json("/api/chat/messages", QUESTION).json()["citations"]
        return [citation["source"] for citation in cited] == ["home"]

    found = builder.get(schedule).json()
    sizes = [(room["name"], room["length_m"], room["width_m"], room["page"]) for room in found["rooms"]]
    assert sizes == [("Kitchen", "4.21", "3.10", 1), ("Bedroom 1", "4.20", "3.05", 1)]
    assert (found["house_type"], found["confirmed"], told()) == ("BD01", False, False)
    assert builder.post_json(schedule, {}).json()["confirmed"] is True
    assert told()
    assert "4.21" in home.post_json("/api/chat/messages", QUESTION).json()["answer"]


def test_nobody_else_reads_or_confirms_it(
    schedule: str, estate_a: Estate, estate_b: Estate, as_staff: Any, as_homeowner: Any
) -> None:
    stranger, home = as_staff(estate_b.builder), as_homeowner(estate_a.homeowner)
    assert [stranger.get(schedule).status_code, stranger.post_json(schedule, {}).status_code] == [404, 404]
    assert home.post_json(schedule, {}).status_code == 403


@pytest.mark.parametrize(
    ("data", "name", "fields"),
    [
        pytest.param(SCHEDULE, "rooms.md", {}, id="for all house types"),
        pytest.param(word_file(), "guide.docx", {"house_type": "BD01"}, id="no rooms"),
    ],
)
def test_without_rooms_or_a_house_type_there_is_nothing_to_confirm(
    data: bytes, name: str, fields: dict[str, str], builder: ApiClient, estate_a: Estate
) -> None:
    made = upload(builder, estate_a.development, data, name, **fields).json()["id"]
    read_all(estate_a.tenant.pk)
    assert builder.post_json(f"/api/developers/documents/{made}/rooms", {}).status_code == 409
    assert detail(builder, made)["status"] == "ready"


def test_the_page_shows_the_rooms_and_confirms_them(schedule: str, builder: ApiClient) -> None:
    page = schedule.removeprefix("/api/developers").removesuffix("/rooms")
    assert "These sizes are right" in builder.get(page).content.decode()
    assert builder.post(page, {"act": "rooms"}).status_code == 302
    shown = builder.get(page).content.decode()
    assert "These sizes are right" not in shown
    assert "You have confirmed these sizes" in shown


LINES: dict[str, Callable[[Any], bool] | None] = {
    "Living room 5.20 m \u00d7 3.80 m": lambda room: (room.name, room.width_m) == ("Living room", Decimal("3.80")),
    "En-suite 2,40 \u00d7 1,20 m": lambda room: room.length_m == Decimal("2.40"),
    "Bedroom 2: 3.05m x 2.9m (8.8 m²)": lambda room: room.area_m2 == Decimal("8.8"),
    "Hall 4.0 m 1.8 m 9.9 m²": lambda room: room.area_m2 is None,
    "Utility | 2.1 | 1.6": lambda room: room.length_m == Decimal("2.10"),
    "Patio door 2.1 x 1.2 m": None,
    "The kitchen is 4.2 m by 3.1 m and faces south.": None,
    "Bathroom 90 m x 2 m": None,
    "Store 1.2": None,
}


@pytest.mark.parametrize("line", LINES)
def test_which_lines_are_rooms(line: str) -> None:
    found = rooms_in([(1, f"Landing 1.1 x 2.2\nBathroom 2.5 x 1.9\n{line}")])
    judge = LINES[line]
    assert len(found) == (3 if judge else 2)
    assert judge is None or judge(found[-1])
