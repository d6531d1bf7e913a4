"""How long a chat answer takes over HTTP in a development of 10,000 passages, gate and middleware included."""

from collections.abc import Callable, Iterator, Mapping
from itertools import cycle
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.test import Client

from apps.core import row_security
from apps.core.bench.figures import Benchmark, Figure, compare
from apps.developments.models import Development, HouseType, Unit
from apps.documents.benchmarks import library
from apps.homeowners import sessions, tokens
from apps.homeowners.models import Homeowner

PASSAGES, QUESTIONS = 10_000, 80
# As many as keep each below the limit of its own.
RESIDENTS = 20


def bench_chat() -> Iterator[Figure]:
    development = library.development(library.tenant("Chat"), "Chat", PASSAGES)
    library.analyze()
    clients = [_client(person) for person in _residents(development)]
    for kind, questions in {"as written": library.questions, "misspelt": library.misspelt}.items():
        calls = [_asking(client, text) for client, text in zip(cycle(clients), questions(QUESTIONS), strict=False)]
        yield compare(f"{PASSAGES} passages, {kind}", calls, "the bare slice", lambda: library.count_slice(development))


def _residents(development: Development) -> list[Homeowner]:
    owner = {"tenant_id": development.tenant_id, "development": development}
    with row_security.service_scope(None, "bench"), transaction.atomic():
        HouseType.objects.create(code="A", **owner)
        unit = Unit.objects.create(unit_number="1", address="1 Chat", house_type_code="A", **owner)
        return [Homeowner.objects.create(unit=unit, **owner) for _ in range(RESIDENTS)]


def _client(person: Homeowner) -> Client:
    opened = sessions.open_for(person, device="bench", address="127.0.0.1")
    access = tokens.access_token(homeowner=person, session=opened.session, version=opened.version, ends=opened.ends)
    return Client(SERVER_NAME="localhost", headers={"Authorization": f"Bearer {access}"})


def _asking(client: Client, text: str) -> Callable[[], Any]:
    body = {"text": text, "client_message_id": str(uuid4())}

    def ask() -> None:
        response = client.post("/api/chat/messages", body, content_type="application/json")
        if response.status_code != 201:
            raise RuntimeError(f"the chat answered {response.status_code}")

    return ask


BENCHMARKS: Mapping[str, Benchmark] = {"chat": bench_chat}
