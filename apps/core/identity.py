"""Who is acting. Every layer speaks `Principal`; it arrives complete from the gate and never changes."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

# The reserved tenant that owns what no customer owns; its row is made by the first migration of `tenants`.
PLATFORM_TENANT = UUID("00000000-0000-0000-0000-000000000001")

# The session of a request that carries no credential; a row of the gate like any other.
ANONYMOUS_SESSION = UUID("00000000-0000-0000-0000-000000000000")


class Role(StrEnum):
    SUPER_ADMIN = "super_admin"
    ADMIN = "admin"
    DEVELOPER = "developer"
    HOMEOWNER = "homeowner"
    SERVICE = "service"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class Principal:
    """One acting person or service, as the gate read it for this request.

    `tenant_id` is None only for a super_admin who has not entered a tenant. `development_ids` are a builder's
    memberships, or the one development of a homeowner. `impersonated_by` is the member of staff who acts in the
    place of a homeowner, mostly `read_only`. `permissions` are those of the personal access token that acts: the end
    of what it may do, whatever its person may; None for everybody who acts in person.
    """

    role: Role
    session: UUID
    tenant_id: UUID | None
    subject_id: UUID | None = None
    development_ids: frozenset[UUID] = frozenset()
    unit_id: UUID | None = None
    house_type_code: str | None = None
    impersonated_by: UUID | None = None
    read_only: bool = False
    permissions: frozenset[str] | None = None

    @property
    def is_token(self) -> bool:
        return self.permissions is not None

    @property
    def is_authenticated(self) -> bool:
        return self.role is not Role.ANONYMOUS

    @property
    def is_bound(self) -> bool:
        """Whether `development_ids` are the end of this principal's reach; else it is the whole tenant."""
        return self.role in (Role.DEVELOPER, Role.HOMEOWNER)

    @property
    def development_id(self) -> UUID | None:
        """The one development of a homeowner; None for everybody else."""
        return next(iter(self.development_ids)) if self.role is Role.HOMEOWNER else None


ANONYMOUS = Principal(role=Role.ANONYMOUS, session=ANONYMOUS_SESSION, tenant_id=PLATFORM_TENANT)
