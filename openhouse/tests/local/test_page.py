"""The closing page of the demo."""

import io

from rich.console import Console

from openhouse.local import page

LOGINS = [{"role": "admin", "tenant": "[acme]", "email": "a" * 60 + "@example.test", "password": "x" * 40}]
JOINS = [{"tenant": "acme", "unit": "12", "url": "http://127.0.0.1:8000/join/" + "A" * 80}]


def shown(logins, joins, tmp_path):
    out = io.StringIO()
    page.show("http://127.0.0.1:8000", logins, joins, documents=7, logs=tmp_path, console=Console(file=out, width=60))
    return out.getvalue()


def test_page_can_be_copied_from_and_has_no_colour_codes_in_a_pipe(tmp_path):
    text = shown(LOGINS, JOINS, tmp_path)
    assert "\x1b" not in text
    assert LOGINS[0]["email"] in text
    assert LOGINS[0]["password"] in text
    assert LOGINS[0]["tenant"] in text
    assert JOINS[0]["url"] in text
    for path in ("/accounts/login", "/documents", "/admin-enterprise/", "/home/", "/api/docs/"):
        assert f"http://127.0.0.1:8000{path}" in text
    assert "Ctrl-C stops everything" in text


def test_qr_is_drawn_in_half_blocks():
    picture = page.drawn(JOINS[0]["url"])
    assert "▀" in picture
    assert len(set(map(len, picture.splitlines()))) == 1


def test_page_without_join_links(tmp_path):
    assert "Join as" not in shown(LOGINS, [], tmp_path)
