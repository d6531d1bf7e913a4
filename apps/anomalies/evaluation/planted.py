"""What must be found: each kind of anomaly, planted at a random time with a random strength above its threshold."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from apps.audit.events import AuditEvent
from apps.core.identity import PLATFORM_TENANT
from apps.developments.models import Unit
from apps.homeowners.models import Homeowner
from apps.tenants.models import Tenant

from ..catalogue import Detector
from .quiet import _scanned
from .town import DAYS, HOMES, Town

# Writes one case; the ids of rows that are no events.
Plant = Callable[[Town], set[str] | None]


def _moment(town: Town) -> tuple[int, float]:
    """A day with a past to compare with, at an hour of work."""
    day = next(d for d in iter(lambda: town.chance.randrange(10, DAYS - 1), None) if town.weekday(d))
    return day, town.chance.uniform(9, 15)


def _series(town: Town, number: int, minutes: float) -> list[datetime]:
    day, hour = _moment(town)
    return sorted(town.at(day, hour) + timedelta(minutes=town.chance.uniform(0, minutes)) for _ in range(number))


def _events(town: Town, event: AuditEvent, number: int, minutes: float = 45, **values: Any) -> None:
    for at in _series(town, number, minutes):
        town.trail(event, at, **values)


def _staff(town: Town) -> dict[str, Any]:
    return {"actor_id": town.chance.choice(town.staff[1:]).pk, "actor_role": "admin", "ip_address": town.address()}


def many_units(town: Town) -> None:
    day, hour = _moment(town)
    address, first = town.address(), town.chance.randrange(3) * HOMES
    for number in range(town.chance.randint(8, HOMES)):
        _scanned(town, town.cards[first + number], day, hour + number * 0.03, address)


def many_developments(town: Town) -> None:
    day, hour = _moment(town)
    address = town.address()
    for number in range(4):
        _scanned(town, town.cards[(number % 2) * HOMES + 12 + number], day, hour + number * 0.1, address)


def guessing(town: Town) -> None:
    values: dict[str, Any] = {
        "tenant": PLATFORM_TENANT,
        "ip_address": town.address(),
        "payload": {"code": "unknown_code"},
    }
    _events(town, AuditEvent.REQUEST_REFUSED, town.chance.randint(12, 20), **values)


def unit_volume(town: Town) -> None:
    unit = town.chance.choice(town.units)
    for at in _series(town, town.chance.randint(60, 150), 400):
        town.ask(unit, at)


def developments(town: Town) -> set[str]:
    email = f"twice{town.chance.getrandbits(32)}@somewhere.test"
    homes = (town.chance.choice(town.units[:HOMES]), town.chance.choice(town.units[HOMES:]))
    return {_resident(home, email if n else email.upper()) for n, home in enumerate(homes)}


def tenants(town: Town) -> set[str]:
    email, name = f"both{town.chance.getrandbits(32)}@somewhere.test", f"other-{town.chance.getrandbits(48):x}"
    other = Tenant.objects.create(name=name, slug=name)
    home = town.chance.choice(town.units)
    estate = home.development
    estate.pk, estate.tenant, estate._state.adding = None, other, True
    estate.save()
    far = Unit.objects.create(tenant=other, development=estate, unit_number="1", address="1", house_type_code="BD01")
    return {_resident(town.units[0], email), _resident(far, email)}


def _resident(unit: Unit, email: str) -> str:
    own = {"tenant_id": unit.tenant_id, "development_id": unit.development_id}
    return str(Homeowner.objects.create(**own, unit=unit, email=email).pk)


def account(town: Town) -> None:
    person = town.chance.choice(town.staff)
    for at in _series(town, town.chance.randint(10, 40), 50):
        town.failure(person.email, at, town.address(), PLATFORM_TENANT)


def address(town: Town) -> None:
    source = town.address()
    for number, at in enumerate(_series(town, town.chance.randint(24, 60), 45)):
        town.failure(town.staff[number % 4].email, at, source, PLATFORM_TENANT)


def spray(town: Town) -> None:
    source = town.address()
    for person, at in zip(town.staff, _series(town, len(town.staff), 30), strict=True):
        town.failure(person.email, at, source, PLATFORM_TENANT)


def wide_spray(town: Town) -> None:
    for number, at in enumerate(_series(town, 16, 40)):
        town.failure(f"guess{number}@elsewhere.test", at, town.address(), PLATFORM_TENANT)


def success_after_failures(town: Town) -> None:
    person = town.chance.choice(town.staff[1:])
    times = _series(town, town.chance.randint(6, 9), 30)
    for at in times[:-1]:
        town.failure(person.email, at, town.address(), PLATFORM_TENANT)
    town.trail(AuditEvent.SIGNED_IN, times[-1], actor_id=person.pk, actor_role="admin", ip_address=town.address())


def _moved(place: Callable[[Unit], tuple[float, float]], homes: int = 1) -> Plant:
    def plant(town: Town) -> set[str]:
        first = town.chance.randrange(3) * HOMES + town.chance.randint(6, 9)
        keys = [unit.pk for unit in town.units[first : first + homes]]
        chosen = list(Unit.objects.filter(pk__in=keys))
        for unit in chosen:
            unit.latitude, unit.longitude = place(unit)
        Unit.objects.bulk_update(chosen, ["latitude", "longitude"])
        return {str(unit.pk) for unit in chosen}

    return plant


def repeat_offender(town: Town) -> None:
    limited = {"policy": "developer_api", "refusals": 1}
    _events(town, AuditEvent.RATE_LIMITED, town.chance.randint(5, 12), 300, payload=limited, **_staff(town))


def many_keys(town: Town) -> None:
    source = town.address()
    for person, at in zip(town.staff, _series(town, len(town.staff), 45), strict=True):
        limited = {"policy": "developer_api", "refusals": 1}
        who: dict[str, Any] = {"actor_id": person.pk, "actor_role": "admin"}
        town.trail(AuditEvent.RATE_LIMITED, at, ip_address=source, payload=limited, **who)


def development(town: Town) -> None:
    homes = town.units[:HOMES]
    for at in _series(town, town.chance.randint(90, 120), 480):
        town.ask(town.chance.choice(homes), at, "not_found")


def document_gap(town: Town) -> None:
    """Homes of one design only, spread over days, beside what is answered."""
    homes = [unit for unit in town.units[:HOMES] if unit.house_type_code == "BD01"]
    for _ in range(160):
        day = town.chance.randint(18, 22)
        town.ask(town.chance.choice(homes), town.at(day, town.chance.uniform(8, 20)), "not_found")


def probing(town: Town) -> None:
    unit = town.chance.choice(town.units)
    for at in _series(town, town.chance.randint(4, 9), 200):
        town.ask(unit, at, "refused")


def many_sessions(town: Town) -> None:
    source = town.address()
    for person, at in zip(town.people[1:], _series(town, 4, 300), strict=False):
        payload = {"session": str(person.pk), "kind": "refresh"}
        town.trail(AuditEvent.TOKEN_REPLAYED, at, ip_address=source, payload=payload)


def outside_hours(town: Town) -> None:
    day, _ = _moment(town)
    at = town.at(day, town.chance.choice([0.5, 3.0, 5.9, 20.5, 23.0]))
    town.trail(AuditEvent.IMPERSONATION_STARTED, at, **_staff(town))


def above_count(town: Town) -> None:
    _events(town, AuditEvent.IMPERSONATION_STARTED, town.chance.randint(10, 20), 240, **_staff(town))


def exports(town: Town) -> None:
    _events(town, AuditEvent.UNITS_EXPORTED, town.chance.randint(5, 15), **_staff(town))


def downloads(town: Town) -> None:
    call: dict[str, Any] = {"request_method": "GET", "request_path": "/api/developers/documents/x/file", "status": 200}
    _events(town, AuditEvent.REQUEST, town.chance.randint(60, 200), **call, **_staff(town))


def actor(town: Town) -> None:
    payload = {"code": "forbidden"}
    _events(town, AuditEvent.REQUEST_REFUSED, town.chance.randint(20, 60), payload=payload, **_staff(town))


def foreign(town: Town) -> None:
    payload = {"reason": "other development", "object_type": "developments.unit"}
    _events(town, AuditEvent.FOREIGN_ACCESS, town.chance.randint(3, 8), payload=payload, **_staff(town))


def knocking(town: Town) -> None:
    values: dict[str, Any] = {
        "tenant": PLATFORM_TENANT,
        "ip_address": town.address(),
        "payload": {"code": "not_authenticated"},
    }
    _events(town, AuditEvent.REQUEST_REFUSED, town.chance.randint(130, 200), 55, **values)


PLANTED: Mapping[Detector, Mapping[str, Plant]] = {
    Detector.QR_SCANS: {"many_units": many_units, "many_developments": many_developments, "guessing": guessing},
    Detector.CHAT_VOLUME: {"unit_volume": unit_volume},
    Detector.DUPLICATE_EMAILS: {"developments": developments, "tenants": tenants},
    Detector.FAILED_LOGINS: {
        "account": account,
        "address": address,
        "spray": spray,
        "wide_spray": wide_spray,
        "success_after_failures": success_after_failures,
    },
    Detector.GEOCODES: {
        "null_island": _moved(lambda unit: (0.0, 0.0)),
        "swapped": _moved(lambda unit: (float(unit.longitude or 0), float(unit.latitude or 0)), 4),
        "outside": _moved(lambda unit: (float(unit.latitude or 0) + 0.1, float(unit.longitude or 0))),
        "same_point": _moved(lambda unit: (53.351, -6.261), 14),
    },
    Detector.RATE_LIMITS: {"repeat_offender": repeat_offender, "many_keys": many_keys},
    Detector.ZERO_RESULTS: {"development": development, "document_gap": document_gap, "probing": probing},
    Detector.TOKEN_REPLAY: {"many_sessions": many_sessions},
    Detector.IMPERSONATION: {"outside_hours": outside_hours, "above_count": above_count},
    Detector.MASS_EXPORT: {
        "exports": exports,
        "downloads": downloads,
    },
    Detector.REFUSALS: {"actor": actor, "foreign": foreign, "address": knocking},
}
