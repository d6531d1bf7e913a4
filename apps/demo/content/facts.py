"""The facts of the demo: one TOML file per development, so that all of its documents agree to the detail."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("facts")
Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff. `developments` are slugs; an admin has all of the tenant's and names none."""

    name: str
    email: str
    developments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Builder:
    """A tenant of the demo. `colour` is that of its documents, as #rrggbb."""

    slug: str
    name: str
    colour: str
    admin: Person
    builder: Person


@dataclass(frozen=True, slots=True)
class Home:
    """One of the sixty."""

    number: str
    house_type_code: str
    address: str
    eircode: str


@dataclass(frozen=True)
class Estate:
    """A development with everything that is true of it. `facts` are the tables of its file."""

    builder: Builder
    facts: Facts

    @property
    def name(self) -> str:
        return str(self.facts["development"]["name"])

    @property
    def slug(self) -> str:
        return str(self.facts["development"]["slug"])

    @property
    def house_types(self) -> list[Facts]:
        return list(self.facts["house_types"])

    def homes(self, house_type_code: str = "") -> list[Home]:
        """All homes, or those of one house type."""
        return [
            self._home(number, house_type["code"])
            for house_type in self.house_types
            if house_type_code in ("", house_type["code"])
            for number in house_type["units"]
        ]

    def _home(self, number: str, code: str) -> Home:
        development = self.facts["development"]
        return Home(number, code, f"{number} {development['address']}", f"{development['eircode']}{int(number):02d}")


def operator() -> Person:
    """The super admin of the platform."""
    return Person(**_read("tenants")["platform"])


@cache
def estates() -> tuple[Estate, ...]:
    """The three developments, tenant by tenant."""
    return tuple(_estates())


def _estates() -> Iterator[Estate]:
    for tenant in _read("tenants")["tenants"]:
        builder = Builder(
            tenant["slug"], tenant["name"], tenant["colour"], _person(tenant["admin"]), _person(tenant["builder"])
        )
        for slug in tenant["developments"]:
            yield Estate(builder, _read(slug))


def _person(table: Facts) -> Person:
    return Person(table["name"], table["email"], tuple(table.get("developments", ())))


def _read(name: str) -> Facts:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
