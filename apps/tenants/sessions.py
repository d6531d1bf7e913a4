"""Django's session interface over the gate: staff sessions live in the database's `security` schema, under a keyed hash
of the cookie, and are checked in the gate's one call. Nobody has a session before signing in."""

import hashlib
import hmac
import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import get_random_string

from apps.core.gate import Credential
from apps.core.row_security import end_session, proof

KEY_LENGTH = 43


def hashed(key: str) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), b"staff-session:" + key.encode(), hashlib.sha256).digest()


def read_cookie(request: HttpRequest) -> Credential | None:
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    return Credential("staff", secret_hash=hashed(key)) if key else None


class SessionStore(SessionBase):
    """`row` is the gate's id of the live session; None before sign-in."""

    row: UUID | None = None
    renew = False
    device = ""
    address: str | None = None

    def preload(self, row: UUID, data: dict[str, Any]) -> None:
        """Take what the gate has read already, so that a request asks once."""
        self.row, self._session_cache = row, data

    def load(self) -> dict[str, Any]:
        """Reached only for a key that the gate did not admit."""
        self._session_key = None
        return {}

    def exists(self, session_key: str) -> bool:
        return False

    def create(self) -> None:
        self._session_key = get_random_string(KEY_LENGTH)
        self.modified = True

    def cycle_key(self) -> None:
        """A new secret for the same data, on sign-in and on every change of privilege."""
        self._get_session()
        self.create()
        self.renew = True

    def save(self, must_create: bool = False) -> None:
        """Write the data; a session without a signed-in person is not kept."""
        data = self._get_session(no_load=must_create)
        if SESSION_KEY not in data:
            return
        if self._session_key is None:
            self.create()
        if self.row is None:
            self._open(UUID(data[SESSION_KEY]), json.dumps(data))
        else:
            secret = hashed(self.session_key) if self.renew else None
            arguments = [self.row, json.dumps(data), secret, proof(f"save:{self.row}")]
            with connection.cursor() as cursor:
                cursor.execute("SELECT security.save_session(%s, %s, %s, %s)", arguments)
        self.renew = False

    def _open(self, staff_id: UUID, data: str) -> None:
        arguments = [
            staff_id,
            hashed(self.session_key),
            data,
            self.device,
            self.address,
            settings.SESSION_COOKIE_AGE,
            settings.STAFF_IDLE_SECONDS,
            proof(f"open:staff:{staff_id}"),
        ]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM security.open_session('staff', %s, %s, NULL, %s, %s, %s, %s, %s, %s)", arguments
            )
            opened = cursor.fetchone()
        if opened is None:
            raise UpdateError("the person is not active")
        self.row = opened[0]

    def delete(self, session_key: str | None = None) -> None:
        if self.row is not None:
            end_session(self.row, "signed_out")
            self.row = None
