"""HTTP clients of the four kinds of people, as strict as a browser: CSRF is enforced, and each has an address."""

import json
import random
from secrets import token_bytes
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.utils.crypto import get_random_string

from apps.core import row_security
from apps.core.identity import Principal, Role
from apps.core.row_security import proof
from apps.homeowners.models import Homeowner
from apps.tenants import access_tokens
from apps.tenants.models import Staff
from apps.tenants.sessions import hashed

Body = dict[str, Any] | list[Any] | None
GIVEN: set[str] = set()


def own_address() -> str:
    """One that no other client of this process has; tests name some below 10.100.0.0 themselves."""
    while True:
        address = ".".join(["10", str(random.randrange(100, 255)), *(str(random.randrange(1, 255)) for _ in range(2))])
        if address not in GIVEN:
            GIVEN.add(address)
            return address


class ApiClient(Client):
    """Sends JSON unless told otherwise. Every client has an address of its own, so limits per address never mix."""

    def __init__(self, *, address: str = "", **headers: str) -> None:
        super().__init__(enforce_csrf_checks=True, REMOTE_ADDR=address or own_address(), headers=headers or None)
        self.raise_request_exception = False

    def send(self, method: str, path: str, body: Body = None, **extra: Any) -> Any:
        """One JSON request."""
        text = "" if body is None else json.dumps(body)
        return self.generic(method, path, text, content_type="application/json", **extra)

    def post_json(self, path: str, body: Body = None, **extra: Any) -> Any:
        return self.send("POST", path, body, **extra)

    def patch_json(self, path: str, body: Body = None, **extra: Any) -> Any:
        return self.send("PATCH", path, body, **extra)

    def upload(self, path: str, file: Any, **fields: str) -> Any:
        """One multipart request with `file` as its file."""
        return self.post(path, {"file": file, **fields})


def staff_client(person: Staff) -> ApiClient:
    key, csrf = get_random_string(43), get_random_string(32)
    _open("staff", person.pk, hashed(key), {"_auth_user_id": str(person.pk)} | _django_session(person))
    client = ApiClient(**{"X-CSRFToken": csrf})
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    client.cookies[settings.CSRF_COOKIE_NAME] = csrf
    return client


def token_client(person: Staff, *permissions: str) -> ApiClient:
    """A program with a new token of this person for these permissions: no cookie and no CSRF token."""
    session, _ = _open("staff", person.pk, token_bytes(32), {})
    principal = Principal(Role(person.role), session, person.tenant_id, person.pk)
    with row_security.acting(session), transaction.atomic():
        _, text = access_tokens.token_create(principal, name="A program", permissions=permissions, days=1)
    return ApiClient(Authorization=f"Token {text}")


def _django_session(person: Staff) -> dict[str, str]:
    backend = settings.AUTHENTICATION_BACKENDS[-1]
    return {"_auth_user_backend": backend, "_auth_user_hash": person.get_session_auth_hash()}


def homeowner_client(person: Homeowner) -> ApiClient:
    from apps.homeowners import tokens

    session, version = _open("homeowner", person.pk, None, {})
    access = tokens.access_token(homeowner=person, session=session, version=version)
    return ApiClient(Authorization=f"Bearer {access}")


def _open(kind: str, subject: Any, secret: bytes | None, data: dict[str, str]) -> tuple[Any, int]:
    arguments: list[Any] = [kind, subject, secret, json.dumps(data), proof(f"open:{kind}:{subject}")]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, version FROM security.open_session"
            "(%s, %s, %s, gen_random_uuid(), %s, 'test', NULL, 3600, 1800, %s)",
            arguments,
        )
        return cursor.fetchone()
