"""One line a request, under the request's id, that holds no secret of its path."""

import logging
import subprocess
import sys

SERVER = """
from gunicorn.config import Config
from gunicorn.glogging import Logger
server = Logger(Config())
import openhouse.wsgi
server.error("Error handling request %s %s", "GET", "/join/AbCdEfGh12345678")
"""


def lines(caplog):
    return [
        record.msg for record in caplog.records if isinstance(record.msg, dict) and record.msg["event"] == "request"
    ]


def test_line_names_the_request_and_its_outcome(anonymous, caplog):
    with caplog.at_level(logging.INFO):
        answer = anonymous().get("/api/nothing")
    [line] = lines(caplog)
    assert (line["path"], line["status"], line["method"]) == ("/api/nothing", 404, "GET")
    assert line["request_id"] == answer.headers["X-Request-ID"]


def test_code_of_a_card_is_not_in_it(anonymous, caplog):
    with caplog.at_level(logging.INFO):
        assert anonymous().get("/join/AbCdEfGh12345678").status_code == 200
    assert [line["path"] for line in lines(caplog)] == ["[removed]"]
    assert "AbCdEfGh" not in caplog.text


def test_it_is_in_no_line_of_the_web_server_itself():
    ran = subprocess.run([sys.executable, "-c", SERVER], capture_output=True, text=True, check=True, timeout=240)
    assert "Error handling request GET [removed]" in ran.stderr
    assert "AbCdEfGh" not in ran.stderr
