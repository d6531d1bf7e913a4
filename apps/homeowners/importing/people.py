"""The people of one row, and which residents of the home they are.

A row's person is the resident with the same e-mail address, else the one with the same name, whatever its case, accents
and spaces; where the row says neither, the one with the same telephone number. Who is not found is new. Each resident
is at most one person of the row, so father and son of one name stay two. Nobody is removed because a list lacks them,
and no empty cell erases anything.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from apps.homeowners.models import Homeowner

from .columns import fold


@dataclass(slots=True)
class Person:
    name: str = ""
    email: str = ""
    phone: str = ""

    @property
    def given(self) -> dict[str, str]:
        """What the row says; empty cells say nothing."""
        told = {"name": self.name, "email": self.email, "phone": self.phone}
        return {field: value for field, value in told.items() if value}


def matched(persons: Sequence[Person], residents: Sequence[Homeowner]) -> list[Homeowner | None]:
    """The resident that each person is, None for who is new."""
    found: list[Homeowner | None] = [None] * len(persons)
    for same in (_same_email, _same_name, _same_phone):
        for place, person in enumerate(persons):
            if found[place] is None:
                found[place] = next((r for r in residents if r not in found and same(person, r)), None)
    return found


def _same_email(person: Person, resident: Homeowner) -> bool:
    return bool(person.email) and person.email.casefold() == resident.email.casefold()


def _same_name(person: Person, resident: Homeowner) -> bool:
    return bool(person.name) and fold(person.name) == fold(resident.name)


def _same_phone(person: Person, resident: Homeowner) -> bool:
    return not person.name and not person.email and fold(person.phone) == fold(resident.phone)


def emails(residents: Iterable[Homeowner]) -> set[str]:
    return {resident.email.casefold() for resident in residents if resident.email}
