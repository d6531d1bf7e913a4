"""Sign-in by e-mail and password, before any scope exists: one look-up in the gate, then a hash."""

from typing import Any
from uuid import UUID

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password, make_password
from django.db import connection
from django.http import HttpRequest

from apps.core.row_security import proof

from .models import Staff

STAFF_BY_EMAIL = "SELECT id, tenant_id, role, password, second_factor FROM security.staff_by_email(%s, %s)"


class StaffBackend(BaseBackend):
    def authenticate(
        self, request: HttpRequest | None, username: str = "", password: str = "", **kwargs: Any
    ) -> Staff | None:
        """The one active person with this address and password.

        An address may stand in several tenants; each has a password of its own, and the first that fits decides.
        """
        candidates = look_up(username)
        for staff in candidates:
            if check_password(password, staff.password):
                return staff
        if not candidates:
            make_password(password)
        return None

    def get_user(self, user_id: UUID) -> Staff | None:
        return Staff.objects.filter(pk=user_id, is_active=True).first()


def look_up(email: str) -> list[Staff]:
    """Active staff with this address; needs no scope and returns no more than the sign-in needs."""
    with connection.cursor() as cursor:
        cursor.execute(STAFF_BY_EMAIL, [email, proof(f"staff_by_email:{email}")])
        return [_person(email, *row) for row in cursor.fetchall()]


def _person(email: str, id_: UUID, tenant_id: UUID, role: str, password: str, second_factor: bool) -> Staff:
    person = Staff(id=id_, email=email, tenant_id=tenant_id, role=role, password=password)
    person.has_second_factor = second_factor
    return person
