"""Asking over HTTP, as JSON and as events."""

import json
from typing import Any

CHAT = "/api/chat/messages"
PRESSURE = "What should the boiler pressure be?"
BOILER = "The boiler pressure should read 1.5 bar when the system is cold."
WELL = "When the system is cold the boiler pressure should read 1.5 bar [1]."


def asked(client: Any, text: str = PRESSURE, **fields: Any) -> dict[str, Any]:
    response = client.post_json(CHAT, {"text": text, **fields})
    assert response.status_code == 201, response.content
    return response.json()


def streaming(client: Any, text: str = PRESSURE, **fields: Any) -> Any:
    """The response while its events still come."""
    response = client.post_json(CHAT, {"text": text, **fields}, headers={"Accept": "text/event-stream"})
    assert response.status_code == 201, response
    assert response.headers["Content-Type"].startswith("text/event-stream")
    return response


def events_of(response: Any) -> list[tuple[str, Any]]:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    blocks = [block.split("\n") for block in body.decode().strip().split("\n\n")]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in blocks]


def streamed_text(events: list[tuple[str, Any]]) -> str:
    return "".join(body["text"] for name, body in events if name == "token")


def history(client: Any) -> list[dict[str, Any]]:
    return client.get(CHAT).json()["results"]
