"""A month in which nothing is wrong, with everything that only looks as if it were."""

from datetime import timedelta
from typing import Any

from apps.audit.events import AuditEvent
from apps.core.identity import PLATFORM_TENANT

from .town import DAYS, HOMES, Town


def live(town: Town) -> None:
    """Write the whole month."""
    for day in range(DAYS):
        _homes(town, day)
        if town.weekday(day):
            _office(town, day)
            _support(town, day)
        _noise(town, day)
    _moving_in(town)
    _shared_address(town)
    town.flush()


def _homes(town: Town, day: int) -> None:
    """A home asks about once a day; the newest are curious in their first week. One question in seven finds nothing."""
    for number, unit in enumerate(town.units):
        curious = number % 12 == 0 and day < 7
        for _ in range(town.chance.randint(5, 12) if curious else town.chance.choice([0, 0, 1, 1, 2])):
            outcome = town.chance.choices(["answered", "closest", "not_found", "refused"], [78, 7, 14, 1])[0]
            town.ask(unit, town.at(day, town.chance.uniform(7, 22)), outcome)


def _office(town: Town, day: int) -> None:
    """Staff sign in, sometimes after a slip or two, open pages and files, and export a list now and then."""
    for number, person in enumerate(town.staff):
        address, begins = f"198.51.100.{number + 1}", town.chance.uniform(7.5, 9)
        for slip in range(town.chance.choice([0, 0, 0, 0, 0, 0, 1, 1, 2, 3])):
            town.failure(person.email, town.at(day, begins - 0.05 + slip * 0.01), address, PLATFORM_TENANT)
        who: dict[str, Any] = {"actor_id": person.pk, "actor_role": "admin", "ip_address": address}
        town.trail(AuditEvent.SIGNED_IN, town.at(day, begins), **who)
        for _ in range(25):
            path = town.chance.choice(["/api/developers/developments", "/api/developers/documents/x/file"])
            _call(town, day, path, who)
        if town.chance.random() < 0.25:
            town.trail(AuditEvent.UNITS_EXPORTED, town.at(day, town.chance.uniform(9, 17)), **who)
        if town.chance.random() < 0.2:
            _refused(town, day, who)
        if town.chance.random() < 0.08:
            limited = {"policy": "developer_api", "refusals": 1}
            town.trail(AuditEvent.RATE_LIMITED, town.at(day, town.chance.uniform(9, 17)), payload=limited, **who)


def _call(town: Town, day: int, path: str, who: dict[str, Any]) -> None:
    at = town.at(day, town.chance.uniform(9, 17))
    town.trail(AuditEvent.REQUEST, at, request_method="GET", request_path=path, status=200, **who)


def _refused(town: Town, day: int, who: dict[str, Any]) -> None:
    for _ in range(town.chance.randint(1, 4)):
        at = town.at(day, town.chance.uniform(9, 17))
        town.trail(AuditEvent.REQUEST_REFUSED, at, payload={"code": "forbidden"}, status=403, **who)


def _support(town: Town, day: int) -> None:
    for _ in range(town.chance.randint(0, 3)):
        at, person = town.at(day, town.chance.uniform(9, 17)), town.staff[0]
        town.trail(
            AuditEvent.IMPERSONATION_STARTED, at, actor_id=person.pk, actor_role="admin", ip_address="198.51.100.1"
        )


def _noise(town: Town, day: int) -> None:
    """The internet knocks: names that nobody has, mistyped codes, pages that ask to sign in."""
    for _ in range(3):
        name = f"{town.chance.getrandbits(40):x}@elsewhere.test"
        town.failure(name, town.at(day, town.chance.uniform(0, 24)), town.address(), PLATFORM_TENANT)
    crawler, begins = town.address(), town.at(day, town.chance.uniform(0, 22))
    for number in range(town.chance.randint(5, 40)):
        at, code = begins + timedelta(seconds=40 * number), {"code": "not_authenticated"}
        town.trail(AuditEvent.REQUEST_REFUSED, at, tenant=PLATFORM_TENANT, ip_address=crawler, payload=code)
    home = town.address()
    for number in range(town.chance.randint(1, 3)):
        at, code = town.at(day, 18) + timedelta(seconds=20 * number), {"code": "unknown_code"}
        town.trail(AuditEvent.REQUEST_REFUSED, at, tenant=PLATFORM_TENANT, ip_address=home, payload=code)


def _moving_in(town: Town) -> None:
    """Each household scans its own card a few times; the site's manager tries the first three of each development."""
    for number, card in enumerate(town.cards):
        home, day = town.address(), town.chance.randrange(DAYS)
        for scan in range(town.chance.randint(1, 4)):
            _scanned(town, card, day, 17 + 0.2 * scan, home)
        if number % HOMES < 3:
            _scanned(town, card, number // HOMES, 10 + 0.1 * (number % HOMES), "198.51.100.9")
    replayed = {"session": str(town.people[0].pk), "kind": "refresh"}
    town.trail(AuditEvent.TOKEN_REPLAYED, town.at(9), ip_address=town.address(), payload=replayed)


def _shared_address(town: Town) -> None:
    """A mobile network lets two homes of two developments come from one address within the hour."""
    shared = town.address()
    for number, card in enumerate((town.cards[10], town.cards[HOMES + 10])):
        _scanned(town, card, 12, 19 + 0.2 * number, shared)


def _scanned(town: Town, card: object, day: int, hour: float, address: str) -> None:
    town.trail(
        AuditEvent.ENROLMENT_SCANNED,
        town.at(day, hour),
        ip_address=address,
        subject_type="homeowners.enrolmentcode",
        subject_id=card.pk,  # type: ignore[attr-defined]
        payload={"outcome": "joined"},
    )
