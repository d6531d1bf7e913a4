"""What a development has before the import: house types, homes and people, in three queries however many they are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from apps.core.identity import Principal
from apps.developments import selectors as developments
from apps.developments.models import Development, Unit
from apps.homeowners.models import Homeowner


@dataclass(frozen=True, slots=True)
class Present:
    """`homes` by number, `folded` by number without case and spaces; `homes_of_email` says where an address lives."""

    house_types: Sequence[str]
    homes: Mapping[str, Unit]
    folded: Mapping[str, Unit]
    residents: Mapping[UUID, Sequence[Homeowner]]
    homes_of_email: Mapping[str, Unit]
    country: str

    def home(self, number: str) -> Unit | None:
        """The home with this number; where case and spaces differ, the one that is meant."""
        return self.homes.get(number) or self.folded.get(key(number))

    def house_type(self, code: str) -> str | None:
        """The code as the development writes it."""
        if code in self.house_types:
            return code
        return next((known for known in self.house_types if key(known) == key(code)), None)


def key(number: str) -> str:
    return "".join(number.casefold().split())


def of(principal: Principal, development: Development) -> Present:
    rows = Unit.objects.filter(tenant_id=development.tenant_id, development=development)
    homes = {home.unit_number: home for home in rows}
    residents: dict[UUID, list[Homeowner]] = defaultdict(list)
    people = Homeowner.objects.filter(tenant_id=development.tenant_id, development=development)
    for person in people.order_by("created_at", "id"):
        residents[person.unit_id].append(person)
    by_id = {home.pk: home for home in homes.values()}
    return Present(
        house_types=list(developments.house_types_of(principal, development.pk).values_list("code", flat=True)),
        homes=homes,
        folded={key(number): home for number, home in homes.items()},
        residents=residents,
        homes_of_email={r.email.casefold(): by_id[unit] for unit, found in residents.items() for r in found if r.email},
        country=development.tenant.country,
    )
