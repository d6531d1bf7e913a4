"""What the trail is there to tell is told by real requests: each call leaves the row of its event."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from openhouse.testing.anomalies import plain_finding
from openhouse.testing.clients import ApiClient, homeowner_client, staff_client
from openhouse.testing.estates import PASSWORD, Estate, create_estate
from openhouse.testing.papers import read_now

from .worlds import asked_by, colleague_in, create_world, session_of, waiting_at

ROWS = "SELECT count(*) FROM audit_log WHERE event = %s AND request_id = %s"
LOGIN, JOIN, TENANTS = "/api/auth/login", "/api/homeowner/session", "/api/admin/tenants"


def text_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("guide.txt", f"Heating\n\nThe boiler is {uuid4()}.".encode(), "text/plain")


@dataclass(frozen=True)
class Room:
    """One world, its people's clients, and the paths of its things."""

    world: Any
    operator: Any

    @property
    def estate(self) -> Estate:
        return self.world.estate

    @property
    def builder(self) -> ApiClient:
        return staff_client(self.estate.builder)

    @property
    def admin(self) -> ApiClient:
        return staff_client(self.estate.admin)

    @property
    def homeowner(self) -> ApiClient:
        return homeowner_client(self.estate.homeowner)

    @property
    def stranger(self) -> ApiClient:
        """A builder of another development."""
        return staff_client(self.estate.sibling_builder)

    @property
    def of_development(self) -> str:
        return f"/api/developers/developments/{self.estate.development.pk}"

    def thing(self, name: str) -> Any:
        return self.world.things[name]

    def new_document(self) -> str:
        """The path of a document that has been read."""
        made = self.builder.upload(f"{self.of_development}/documents", text_file())
        assert made.status_code == 202, made.content
        read_now(newest(made.json()["id"]))
        return f"/api/developers/documents/{made.json()['id']}"

    def new_entry(self) -> str:
        body = {"question": f"Which paint, {uuid4()}?", "answer": "The green one."}
        made = self.builder.post_json(f"{self.of_development}/faq", body)
        assert made.status_code == 201, made.content
        return f"{self.of_development}/faq/{made.json()['id']}"

    def new_card(self, unit: Any) -> str:
        made = self.builder.post_json(f"/api/developers/units/{unit.pk}/enrolment")
        assert made.status_code == 201, made.content
        return made.json()["url"].rpartition("/")[2]


def newest(document_id: str) -> Any:
    from django.db import transaction

    from apps.core import row_security
    from apps.documents.models import Document

    with row_security.service_scope(None, "test"), transaction.atomic():
        return Document.objects.get(pk=document_id)


@pytest.fixture(scope="module")
def room(database):
    from openhouse.testing.estates import create_super_admin

    return Room(create_world(), create_super_admin())


def on(path: str, body: Any = None, *, who: str = "builder", method: str = "POST") -> Callable[[Room], Any]:
    """One call, of which `path` may name things of the world."""

    def call(room: Room) -> Any:
        url = path.format(**room.world.things, here=room.of_development, staff=room.estate.builder.pk)
        return getattr(room, who).send(method, url, body)

    return call


def versioned(room: Room) -> str:
    """A document with two versions that have been read."""
    path = room.new_document()
    assert room.builder.upload(f"{path}/versions", text_file()).status_code == 202
    read_now(newest(path.rpartition("/")[2]))
    return path


def deprecated(room: Room) -> str:
    path = room.new_document()
    assert room.builder.post_json(f"{path}/deprecate").status_code < 300
    return path


def replayed(room: Room) -> Any:
    code = room.new_card(room.estate.unit)
    token = ApiClient().post_json(JOIN, {"code": code}).json()["refresh"]
    assert ApiClient().post_json(f"{JOIN}/refresh", {"refresh": token}).status_code == 200
    return ApiClient().post_json(f"{JOIN}/refresh", {"refresh": token})


def sign_in(room: Room, password: str) -> Any:
    return ApiClient().post_json(LOGIN, {"email": room.estate.sibling_builder.email, "password": password})


def supported(room: Room) -> tuple[ApiClient, ApiClient]:
    """The admin who looks, and the client that looks."""
    admin, home = room.admin, room.thing("homeowner_id")
    started = admin.post_json(f"/api/admin/homeowners/{home}/impersonate", {"reason": "A call about the boiler."})
    return admin, ApiClient(Authorization=f"Bearer {started.json()['access']}")


def own_session(room: Room) -> Any:
    return room.builder.send("DELETE", f"/api/auth/sessions/{session_of(room.estate.builder)}")


def a_person() -> dict[str, str]:
    return {"email": f"{uuid4().hex}@example.test", "name": "Eve", "role": "developer"}


def member_change(body: Any) -> Callable[[Room], Any]:
    return lambda room: room.admin.patch_json(f"/api/admin/developers/{colleague_in(room.estate).pk}", body)


def replaced(room: Room) -> Any:
    room.new_card(room.estate.unit)
    return room.builder.post_json(f"/api/developers/units/{room.estate.unit.pk}/enrolment")


def revoked(room: Room) -> Any:
    room.new_card(room.estate.unit)
    return room.builder.send("DELETE", f"/api/developers/units/{room.estate.unit.pk}/enrolment")


def must_read(room: Room) -> str:
    made = room.builder.post(f"{room.of_development}/documents", {"file": text_file(), "must_read": "true"})
    read_now(newest(made.json()["id"]))
    return made.json()["id"]


def must_read_order(room: Room) -> Any:
    must_read(room)
    must_read(room)
    listed = [one["id"] for one in room.builder.get(f"{room.of_development}/must-read").json()["results"]]
    return room.builder.send("PUT", f"{room.of_development}/must-read", {"documents": listed[::-1]})


def consent(room: Room) -> Any:
    return room.homeowner.post_json(f"/api/homeowner/documents/{must_read(room)}/consent", {"version": 1})


def act(room: Room, step: str) -> Any:
    finding = plain_finding(room.estate.tenant).pk
    return room.admin.post_json(f"/api/admin/anomalies/{finding}/{step}", {})


EVENTS: dict[str, Callable[[Room], Any]] = {
    "staff.signed_in": lambda room: sign_in(room, PASSWORD),
    "staff.sign_in_failed": lambda room: sign_in(room, "another password"),
    "staff.signed_out": on("/api/auth/logout"),
    "staff.created": lambda room: room.admin.post_json("/api/admin/developers", a_person()),
    "staff.invited": lambda room: room.admin.post_json("/api/developers/team", a_person()),
    "staff.changed": member_change({"role": "admin"}),
    "session.ended": own_session,
    "impersonation.started": on(
        "/api/admin/homeowners/{homeowner_id}/impersonate", {"reason": "A call about the boiler."}, who="admin"
    ),
    "impersonation.used": lambda room: supported(room)[1].get("/api/homeowner/me"),
    "impersonation.stopped": lambda room: supported(room)[0].post_json("/api/admin/impersonation/stop"),
    "access.foreign_object": on("/api/developers/units/{unit_id}", who="stranger", method="GET"),
    "request.refused": on("/api/admin/units", method="GET"),
    "session.token_replayed": replayed,
    "tenant.created": lambda room: staff_client(room.operator).post_json(
        TENANTS, {"name": "Oak", "slug": f"oak-{uuid4().hex[:8]}"}
    ),
    "tenant.changed": lambda room: staff_client(create_estate().admin).send(
        "PUT", "/api/admin/second-factor", {"required": True}
    ),
    "theme.changed": lambda room: room.admin.send(
        "PUT", "/api/admin/theme", {"product_name": f"Home {uuid4().hex[:6]}", "brand": None, "accent": None}
    ),
    "audit.exported": on("/api/admin/audit/export", who="admin", method="GET"),
    "units.exported": on("{here}/units/export", method="GET"),
    "homeowner.exported": on("/api/developers/homeowners/{homeowner_id}/export", method="GET"),
    "house_type.changed": lambda room: room.builder.patch_json(
        f"{room.of_development}/house-types/{room.thing('house_type_id')}", {"name": f"Type {uuid4().hex[:6]}"}
    ),
    "enrolment.issued": lambda room: room.builder.post_json(f"{room.of_development}/cards", {"action": "issue"}),
    "enrolment.replaced": replaced,
    "enrolment.revoked": revoked,
    "enrolment.scanned": lambda room: ApiClient().post_json(JOIN, {"code": room.new_card(room.estate.unit)}),
    "homeowner.joined": lambda room: ApiClient().post_json(JOIN, {"code": room.new_card(room.estate.unit)}),
    "homeowner.device_decided": lambda room: room.homeowner.post_json(
        f"/api/homeowner/device-requests/{waiting_at(room.estate.unit)}", {"allow": True}
    ),
    "document.uploaded": lambda room: room.builder.upload(f"{room.of_development}/documents", text_file()),
    "document.version_added": lambda room: room.builder.upload(f"{room.new_document()}/versions", text_file()),
    "document.rolled_back": lambda room: room.builder.post_json(f"{versioned(room)}/rollback", {}),
    "document.changed": lambda room: room.builder.patch_json(room.new_document(), {"title": "Another"}),
    "document.deleted": lambda room: room.builder.send("DELETE", room.new_document()),
    "document.reingested": lambda room: room.builder.post_json(f"{room.new_document()}/reingest", {}),
    "document.deprecated": lambda room: room.builder.post_json(f"{room.new_document()}/deprecate"),
    "document.reinstated": lambda room: room.builder.post_json(f"{deprecated(room)}/reinstate"),
    "document.consented": lambda room: consent(room),
    "document.must_read_ordered": lambda room: must_read_order(room),
    "chat.forgotten": lambda room: homeowner_client(room.estate.partner).send("DELETE", "/api/chat/messages"),
    "answer.rated": on("/api/chat/messages/{message_id}/feedback", {"rating": "down"}, who="homeowner"),
    "question.sent": lambda room: room.homeowner.post_json(
        f"/api/chat/messages/{asked_by(room.estate.homeowner, f'Who sells {uuid4().hex}?')}/ask-builder", {}
    ),
    "question.dismissed": on("{here}/unanswered/{question_id}/dismiss"),
    "guidance.changed": lambda room: room.builder.patch_json(
        f"{room.of_development}/assistant", {"greeting": f"Good day {uuid4().hex[:6]}."}
    ),
    "entry.changed": lambda room: room.builder.patch_json(room.new_entry(), {"answer": "The blue one."}),
    "entry.deleted": lambda room: room.builder.send("DELETE", room.new_entry()),
    "anomaly.acknowledged": lambda room: act(room, "acknowledge"),
    "anomaly.resolved": lambda room: act(room, "resolve"),
    "anomaly.muted": lambda room: act(room, "mute"),
}


@pytest.mark.parametrize("event", EVENTS)
def test_request_leaves_the_row_of_its_event(event, room, superuser, forget_limits):
    forget_limits()
    response = EVENTS[event](room)
    b"".join(response.streaming_content) if response.streaming else response.content
    assert superuser.execute(ROWS, [event, response.headers["X-Request-ID"]]).fetchone()[0] >= 1, (
        response.status_code,
        response.streaming or response.content[:300],
    )
