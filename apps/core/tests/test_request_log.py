"""One line a request, under the request's id, that holds no secret of its path."""

import logging


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
