"""The page that an answer cites is drawn with its words marked, for the home that was answered and for nobody else."""

import io
from uuid import uuid4

from PIL import Image

from apps.documents.tests.search.library import publish
from openhouse.testing.papers import LINES, ready_document

CHAT = "/api/chat/messages"
QUESTION = "What should the boiler pressure be?"
YELLOW = (255, 226, 110)


def asked(client):
    return client.post_json(CHAT, {"text": QUESTION}).json()


def path(message):
    return f"/api/chat/citations/{message['citations'][0]['id']}/page"


def yellow(picture, box):
    """The share of a box, in points from the upper left corner of A4, that is marked."""
    scale = picture.width / 595.28
    part = picture.crop(tuple(round(side * scale) for side in box))
    pixels = part.get_flattened_data()
    return sum(all(abs(a - b) < 24 for a, b in zip(pixel, YELLOW, strict=True)) for pixel in pixels) / len(pixels)


def test_the_quoted_words_are_marked_and_nothing_else(estate_a, as_homeowner):
    ready_document(estate_a, pages=[("Welcome", "Your new home."), LINES], title="Home user guide")
    home = as_homeowner(estate_a.homeowner)
    message = asked(home)
    drawn = home.get(path(message))
    assert (drawn.status_code, drawn.headers["Content-Type"]) == (200, "image/jpeg")
    picture = Image.open(io.BytesIO(drawn.content)).convert("RGB")
    top = 841.89 - 780 + 16
    assert yellow(picture, (60, top - 8, 300, top)) > 0.3
    assert yellow(picture, (60, 400, 500, 800)) == 0


def test_only_the_home_that_was_answered_sees_it(estate_a, estate_b, as_homeowner):
    for estate in (estate_a, estate_b):
        ready_document(estate)
    home, neighbour, stranger = map(as_homeowner, (estate_a.homeowner, estate_a.neighbour, estate_b.homeowner))
    message = asked(home)
    assert home.get(path(message)).status_code == 200
    assert [who.get(path(message)).status_code for who in (neighbour, stranger)] == [404, 404]
    assert home.get(f"/api/chat/citations/{uuid4()}/page").status_code == 404


def test_a_page_of_which_there_is_no_picture_is_empty(estate_a, as_homeowner):
    home = as_homeowner(estate_a.homeowner)
    publish(estate_a.development, "Notes", ["The boiler pressure should read 1.5 bar when the system is cold."])
    message = asked(home)
    assert message["citations"][0]["title"] == "Notes"
    answer = home.get(path(message))
    assert (answer.status_code, answer.content) == (204, b"")
