"""What an authenticator app does, for tests."""

from base64 import b32decode
from dataclasses import dataclass
from typing import Any

from django_otp.oath import totp

from openhouse.testing.estates import PASSWORD

FACTOR, ME, LOGIN = "/api/auth/second-factor", "/api/auth/me", "/api/auth/login"


@dataclass(frozen=True)
class App:
    """Shows codes of one secret, `later` by how many half minutes. A code counts once, so each must be a later one."""

    secret: str

    def code(self, later: int = 1) -> str:
        return f"{totp(b32decode(self.secret), drift=later):06d}"


def switched_on(client: Any) -> tuple[App, list[str]]:
    """The app and the recovery codes of the client's person, who has just switched the factor on."""
    app = App(client.post_json(FACTOR).json()["secret"])
    answer = client.post_json(f"{FACTOR}/confirm", {"otp": app.code(0)})
    assert answer.status_code == 201, answer.content
    return app, answer.json()["recovery_codes"]


def code_of(answer: Any) -> Any:
    """The status of a success, the code of a problem."""
    return answer.status_code if answer.status_code < 400 else answer.json()["code"]


def sign_in(client: Any, person: Any, otp: str | None = None, password: str = PASSWORD) -> Any:
    body = {"email": person.email, "password": password} | ({} if otp is None else {"otp": otp})
    return client.post_json(LOGIN, body)


def with_code(client: Any, method: str, path: str, code: str, body: Any = None) -> Any:
    return client.send(method, path, body, headers={"X-OTP": code})
