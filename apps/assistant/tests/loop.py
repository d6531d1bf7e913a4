"""Asking, answering and telling, as the people of a development do it over HTTP."""

from typing import Any
from uuid import UUID

from apps.assistant import asking_again, meanings
from apps.core import row_security

CHAT = "/api/chat/messages"


def asked(client: Any, text: str) -> dict[str, Any]:
    response = client.post_json(CHAT, {"text": text})
    assert response.status_code == 201, response.content
    return response.json()


def send(client: Any, message: dict[str, Any], note: str = "") -> Any:
    return client.post_json(f"{CHAT}/{message['id']}/ask-builder", {"note": note} if note else {})


def history(client: Any) -> list[dict[str, Any]]:
    return client.get(CHAT).json()["results"]


def desk(development: Any, rest: str = "unanswered") -> str:
    return f"/api/developers/developments/{development.pk}/{rest}"


def topics(client: Any, development: Any, **query: str) -> list[dict[str, Any]]:
    response = client.get(desk(development), query)
    assert response.status_code == 200, response.content
    return response.json()["results"]


def answer(client: Any, development: Any, topic: dict[str, Any], text: str, **more: str) -> dict[str, Any]:
    response = client.post_json(desk(development, f"unanswered/{topic['id']}/answer"), {"answer": text, **more})
    assert response.status_code == 201, response.content
    return response.json()


def ask_again(development: Any, document: str | None = None) -> None:
    """Do what the worker does after a publication."""
    with row_security.service_scope(UUID(str(development.tenant_id)), "test") as principal:
        asking_again.ask_again(principal, development.pk, UUID(document) if document else None)


def read_questions(development: Any) -> None:
    """Do what the worker does after a question that stays open."""
    with row_security.service_scope(UUID(str(development.tenant_id)), "test") as principal:
        meanings.read(principal, development.pk)
