"""A throw-away builder with homes, people and staff, and a pen to write a month of their life with.

Everything happens in one transaction that is rolled back: nobody else ever sees a row of it.
"""

import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from apps.assistant.models import Message
from apps.audit.events import CATALOGUE, AuditEvent
from apps.audit.models import AuditLog
from apps.core import row_security
from apps.developments.models import Development, HouseType, Unit
from apps.homeowners.models import EnrolmentCode, Homeowner
from apps.tenants.failures import account_hash
from apps.tenants.models import Staff, Tenant

DEVELOPMENTS, HOMES, STAFF, DAYS = 3, 24, 5, 30
CENTRE = (53.35, -6.26)


@dataclass(slots=True)
class Town:
    """`begin` is midnight, `DAYS` before yesterday: what happens now is far from it. Rows are kept until `flush`."""

    chance: random.Random
    begin: datetime
    tenant: Tenant
    developments: list[Development] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    people: list[Homeowner] = field(default_factory=list)
    cards: list[EnrolmentCode] = field(default_factory=list)
    staff: list[Staff] = field(default_factory=list)
    rows: list[AuditLog] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    written: set[str] = field(default_factory=set)

    def at(self, day: int, hour: float = 12.0) -> datetime:
        return self.begin + timedelta(days=day, hours=hour)

    def weekday(self, day: int) -> bool:
        return self.at(day).isoweekday() < 6

    def address(self) -> str:
        """One that nobody else has."""
        return ":".join(["2001:db8", *(f"{self.chance.getrandbits(16):x}" for _ in range(6))])

    def trail(self, event: AuditEvent, at: datetime, *, tenant: UUID | None = None, **values: Any) -> AuditLog:
        payload = values.pop("payload", {})
        row = AuditLog(
            id=uuid.uuid4(),
            at=at,
            tenant_id=tenant or self.tenant.pk,
            event=event,
            category=CATALOGUE[event].category,
            request_payload=payload,
            **{"actor_role": "anonymous"} | values,
        )
        self.rows.append(row)
        return row

    def ask(self, unit: Unit, at: datetime, outcome: str = "answered") -> Message:
        message = Message(
            tenant_id=unit.tenant_id,
            development_id=unit.development_id,
            unit_id=unit.pk,
            homeowner_id=uuid.uuid4(),
            conversation_id=uuid.uuid4(),
            question="?",
            answer="",
            outcome=outcome,
            engine="test",
            latency_ms=1,
        )
        message.created_at = at
        self.messages.append(message)
        return message

    def failure(self, email: str, at: datetime, address: str, platform: UUID) -> AuditLog:
        payload = {"account_hash": account_hash(email)}
        event = AuditEvent.SIGN_IN_FAILED
        return self.trail(event, at, tenant=platform, ip_address=address, payload=payload)

    def flush(self) -> set[str]:
        """Write what was kept; the ids of it."""
        ids = {str(row.id) for row in self.rows} | {str(row.pk) for row in self.messages}
        AuditLog.objects.bulk_create(self.rows, batch_size=2000)
        if self.messages:
            with _service_of(self.tenant.pk):
                times = [message.created_at for message in self.messages]
                _insert_messages(self.messages, times)
        self.rows.clear()
        self.messages.clear()
        self.written |= ids
        return ids


def _insert_messages(messages: list[Message], times: list[datetime]) -> None:
    """`auto_now_add` would date them all today."""
    column = Message._meta.get_field("created_at")
    column.auto_now_add = False
    try:
        Message.objects.bulk_create(messages, batch_size=2000)
    finally:
        column.auto_now_add = True


@contextmanager
def _service_of(tenant_id: UUID) -> Iterator[None]:
    """Act as a service of the tenant within the platform's transaction: the platform itself may write no messages."""
    before = row_security.current_session()
    _enter(row_security.open_service(tenant_id, "evaluate the detectors"))
    try:
        yield
    finally:
        _enter(before)


def _enter(session: UUID | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('role', 'none', true)")
        cursor.execute(row_security.ENTER, [session, row_security.proof(f"enter:{session}")])


@contextmanager
def town(seed: int) -> Iterator[Town]:
    """Inside one transaction of the platform, which ends with a roll-back."""
    with row_security.service_scope(None, "evaluate the detectors"), transaction.atomic():
        yield _built(random.Random(seed))
        transaction.set_rollback(True)


def _built(chance: random.Random) -> Town:
    midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    name = f"evaluation-{uuid.uuid4().hex[:12]}"
    place = Town(chance, midnight - timedelta(days=DAYS + 1), Tenant.objects.create(name=name, slug=name))
    for number in range(DEVELOPMENTS):
        _development(place, number)
    for number in range(STAFF):
        email = f"staff{number}@{name}.test"
        place.staff.append(Staff(tenant=place.tenant, email=email, name=f"Staff {number}", role="admin"))
    Staff.objects.bulk_create(place.staff)
    return place


def _development(place: Town, number: int) -> None:
    lat, lon = CENTRE[0] + number * 0.3, CENTRE[1] - number * 0.2
    estate = Development.objects.create(
        tenant=place.tenant, name=f"Estate {number}", slug=f"estate-{number}", latitude=lat, longitude=lon
    )
    kinds = ("BD01", "BD02")
    own = {"tenant_id": place.tenant.pk, "development": estate}
    HouseType.objects.bulk_create(HouseType(**own, code=code) for code in kinds)
    units = [
        Unit(**own, unit_number=str(n), address=f"{n}", house_type_code=kinds[n % 2], **_near(place, lat, lon, n))
        for n in range(HOMES)
    ]
    Unit.objects.bulk_create(units)
    people = [
        Homeowner(**own, unit=unit, email=f"p{n}.{number}@{place.tenant.slug}.test") for n, unit in enumerate(units)
    ]
    # Couples share an address, which is nobody's business.
    people += [Homeowner(**own, unit=person.unit, email=person.email) for person in people[::4]]
    Homeowner.objects.bulk_create(people)
    expires = place.begin + timedelta(days=800)
    cards = [
        EnrolmentCode(**own, unit=unit, code_hash=uuid.uuid4().bytes, short_hash=uuid.uuid4().bytes, expires_at=expires)
        for unit in units
    ]
    EnrolmentCode.objects.bulk_create(cards)
    place.developments.append(estate)
    place.units += units
    place.people += people
    place.cards += cards


def _near(place: Town, lat: float, lon: float, number: int) -> dict[str, float]:
    """Within a kilometre; the first homes are flats of one block."""
    if number < 6:
        return {"latitude": round(lat + 0.001, 6), "longitude": round(lon, 6)}
    shift = place.chance.uniform
    return {"latitude": round(lat + shift(-0.008, 0.008), 6), "longitude": round(lon + shift(-0.008, 0.008), 6)}
