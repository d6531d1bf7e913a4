"""A card in the hand of a household, and a look into the trail and the database behind it."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

JOIN = "/api/homeowner/session"
BROWSER = {"Origin": "http://127.0.0.1:8000", "Sec-Fetch-Site": "same-origin"}


@dataclass(frozen=True)
class Trail:
    """The audit trail, read past row security."""

    superuser: Any

    def of(self, tenant_id: Any, event: str) -> list[dict[str, Any]]:
        statement = "SELECT request_payload FROM audit_log WHERE tenant_id = %s AND event = %s ORDER BY at"
        return [row[0] for row in self.superuser.execute(statement, [tenant_id, event]).fetchall()]

    def refusal(self, request_id: str) -> dict[str, Any]:
        """The row that says that the request was refused; others may tell why, or what a detector made of it."""
        statement = "SELECT status, request_payload FROM audit_log WHERE request_id = %s AND event = 'request.refused'"
        ((status, payload),) = self.superuser.execute(statement, [request_id]).fetchall()
        return {"status": status, "payload": payload}

    def text(self) -> str:
        rows = self.superuser.execute("SELECT to_jsonb(audit_log)::text FROM audit_log").fetchall()
        return "\n".join(row[0] for row in rows)


@pytest.fixture
def trail(superuser):
    return Trail(superuser)


@pytest.fixture
def issue(as_staff):
    """`issue(unit, staff)` is the answer of issuing a card: url, short_code, expires_at."""

    def issued(unit, staff):
        response = as_staff(staff).post_json(f"/api/developers/units/{unit.id}/enrolment")
        assert response.status_code == 201, response.content
        return response.json()

    return issued


@pytest.fixture
def card(issue, estate_a):
    return issue(estate_a.unit, estate_a.builder)


@pytest.fixture
def code(card):
    return card["url"].rpartition("/")[2]


@pytest.fixture
def join(anonymous):
    """`join(code)` is the raw answer, as a native client gets it; `browser=True` sends what browsers send."""

    def joined(code, *, browser=False, client=None, **body):
        client = client or anonymous()
        return client.post_json(JOIN, {"code": code} | body, headers=BROWSER if browser else None)

    return joined


@pytest.fixture
def me(anonymous):
    """`me(access)` is the answer of the homeowner's first call."""
    return lambda access: anonymous().get("/api/homeowner/me", headers={"Authorization": f"Bearer {access}"})


def same(first, second):
    """Whether two refusals are alike in all but the request id and how often each was asked for."""
    return _told(first) == _told(second)


def _told(response):
    body = {name: value for name, value in json.loads(response.content).items() if name != "instance"}
    varies = ("X-Request-ID", "RateLimit", "RateLimit-Policy")
    headers = {name: sorted(value.split("; ")) for name, value in response.headers.items() if name not in varies}
    return response.status_code, body, headers
