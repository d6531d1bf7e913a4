"""An estate with one object of everything that a path can name, and what lies beside it in the same tenant."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from secrets import token_bytes
from tempfile import NamedTemporaryFile
from uuid import UUID

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from apps.assistant import entries, questions
from apps.core import limit_status, row_security
from apps.core.identity import Principal, Role
from apps.developments import selectors as developments
from apps.developments.models import Unit
from apps.documents import rereading
from apps.homeowners import services as homeowners
from apps.homeowners.importing import services as importing
from apps.homeowners.models import DeviceRequest, Homeowner
from apps.notices import services as notices
from apps.tenants.models import Staff
from openhouse.testing.anomalies import plain_finding
from openhouse.testing.clients import ApiClient, homeowner_client, staff_client, token_client
from openhouse.testing.clients import _open as open_session
from openhouse.testing.estates import Estate, _member, _staff, create_estate
from openhouse.testing.papers import ready_document


@dataclass(frozen=True)
class World:
    """`things` has the id that each path parameter names here; `beside` the ids that the same person may not reach."""

    estate: Estate
    things: Mapping[str, UUID]
    beside: Mapping[Role, Mapping[str, UUID]]

    def person(self, role: Role) -> Staff | Homeowner:
        estate = self.estate
        return {Role.ADMIN: estate.admin, Role.DEVELOPER: estate.builder, Role.HOMEOWNER: estate.homeowner}[role]

    def client(self, role: Role) -> ApiClient:
        person = self.person(role)
        return staff_client(person) if isinstance(person, Staff) else homeowner_client(person)

    def own(self, role: Role, path: str) -> Mapping[str, UUID]:
        """What the parameters of `path` name for this role; a session is a new one, since calls end them."""
        if "token_id" in path:
            return {**self.things, "token_id": token_of(self.person(role))}
        if "session_id" not in path:
            return self.things
        whose = self.person(role) if path.startswith("/api/auth/") else self.estate.homeowner
        return {**self.things, "session_id": session_of(whose)}

    @property
    def marks(self) -> list[str]:
        """What no answer to anybody else may hold."""
        estate = self.estate
        named = [estate.tenant.name, estate.tenant.slug, estate.admin.email, estate.homeowner.name]
        people = [estate.tenant, estate.admin, estate.builder, estate.homeowner, estate.unit, estate.development]
        return [*named, *(str(thing.pk) for thing in people), *map(str, self.things.values())]


def create_world() -> World:
    estate = create_estate()
    things = _things(estate.development, estate.unit, estate.homeowner, ready_document(estate))
    far = _things(
        estate.sibling_development, estate.far_unit, estate.stranger, ready_document(estate.sibling_development)
    )
    other_type = ready_document(estate, house_type_code=estate.sibling_unit.house_type_code)
    far["staff_id"] = estate.sibling_builder.pk
    staff = {"staff_id": colleague_in(estate).pk, "token_id": token_of(estate.sibling_builder)}
    # Their own requests have just been counted under it.
    staff["limit_id"] = limit_status.id_of(f"admin:{estate.admin.pk}")
    home = {
        "document_id": other_type.pk,
        "session_id": session_of(estate.neighbour),
        "homeowner_id": estate.neighbour.pk,
        "message_id": asked_by(estate.neighbour),
        "citation_id": cited_for(estate.neighbour),
        "request_id": waiting_at(estate.sibling_unit),
        "notice_id": notice_in(estate.development, estate.sibling_unit.house_type_code),
    }
    beside = {Role.ADMIN: {}, Role.DEVELOPER: far, Role.HOMEOWNER: home | {"unit_id": estate.sibling_unit.pk}}
    return World(estate, things | staff, beside)


def _things(development, unit, homeowner, document) -> dict[str, UUID]:
    with row_security.service_scope(development.tenant_id, "contract") as principal, transaction.atomic():
        homeowners.enrolment_issue(principal, unit_id=unit.pk)
        job = rereading.development_reingest(principal, development_id=development.pk)
        design = developments.house_types_of(principal, development.pk)[0]
        listed = checked_import(principal, development.pk)
    asked = asked_by(homeowner)
    with row_security.service_scope(development.tenant_id, "contract") as principal, transaction.atomic():
        entry = entries.entry_create(principal, development_id=development.pk, question="Paint?", answer="Green only.")
        (topic,) = questions.topics_of(principal, development.pk)
    return {
        "house_type_id": design.pk,
        "import_id": listed,
        "message_id": asked,
        "citation_id": cited_for(homeowner),
        "request_id": waiting_at(unit),
        "question_id": topic.id,
        "entry_id": entry.pk,
        "development_id": development.pk,
        "unit_id": unit.pk,
        "homeowner_id": homeowner.pk,
        "document_id": document.pk,
        "job_id": job.pk,
        "notice_id": notice_in(development),
        "session_id": session_of(homeowner),
        "finding_id": plain_finding(development.tenant).pk,
    }


def colleague_in(estate: Estate) -> Staff:
    """Another builder of the main development."""
    with row_security.service_scope(None, "contract"), transaction.atomic():
        person = _staff(estate.tenant, "developer")
        _member(person, estate.development)
    return person


def notice_in(development, house_type_code: str | None = None) -> UUID:
    with row_security.service_scope(development.tenant_id, "contract") as principal:
        words = {"title": "Water off", "body": "At ten.", "house_type_code": house_type_code}
        return notices.notice_create(principal, development_id=development.pk, **words).pk


def token_of(person: Staff | Homeowner) -> UUID:
    client = staff_client(person)
    token_client(person, "unit.view")
    return UUID(client.get("/api/developers/tokens").json()["results"][0]["id"])


def waiting_at(unit: Unit) -> UUID:
    """A device that asks to come into this home."""
    with row_security.service_scope(unit.tenant_id, "contract"), transaction.atomic():
        owner = {"tenant_id": unit.tenant_id, "development_id": unit.development_id, "unit_id": unit.pk}
        return DeviceRequest.objects.create(**owner, number="47", expires_at=timezone.now() + timedelta(hours=1)).pk


def cited_for(person: Homeowner) -> UUID:
    """A citation in an answer to this homeowner."""
    asked = homeowner_client(person).post_json("/api/chat/messages", {"text": "What should the boiler pressure be?"})
    return UUID(asked.json()["citations"][0]["id"])


def asked_by(person: Homeowner, text: str = "Who sells violins?") -> UUID:
    """A message of this homeowner that the documents do not answer."""
    return UUID(homeowner_client(person).post_json("/api/chat/messages", {"text": text}).json()["id"])


def checked_import(principal: Principal, development_id: UUID) -> UUID:
    """An import of one home that waits to be confirmed."""
    with NamedTemporaryFile(suffix=".csv") as file:
        file.write(b"Unit,Address,House type\n77,77 Road,NONE\n")
        file.flush()
        listed = File(file, name=file.name)
        return importing.upload(principal, development_id=development_id, file=listed).pk


def session_of(person: Staff | Homeowner) -> UUID:
    kind, secret = ("staff", token_bytes(32)) if isinstance(person, Staff) else ("homeowner", None)
    return open_session(kind, person.pk, secret, {})[0]
