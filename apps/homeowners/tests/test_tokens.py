"""Whoever does not hold our key makes no token that we take, and ours are taken for what they are only."""

import base64
import json
import time
from uuid import uuid4

import jwt
import pytest

OTHER_KEY = "another-key-of-the-right-length-0123456789abcdef"


@pytest.fixture
def claims(code, join):
    """The claims of a good access token, to be bent one at a time."""
    return jwt.decode(join(code).json()["access"], options={"verify_signature": False})


@pytest.fixture
def sign(settings):
    return lambda claims, key=None, **kwargs: jwt.encode(claims, key or settings.JWT_SIGNING_KEY, "HS256", **kwargs)


def part(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def test_the_claims_as_they_are_open_the_home(claims, sign, me):
    assert me(sign(claims)).status_code == 200


BENT = {
    "expired": {"exp": 1_700_000_000},
    "not yet valid": {"nbf": 4_000_000_000},
    "issued in the future": {"iat": 4_000_000_000},
    "another audience": {"aud": "openhouse:staff"},
    "another issuer": {"iss": "somebody"},
    "a refresh token": {"token_type": "refresh"},
    "an unknown type": {"token_type": "id"},
    "another role": {"role": "admin"},
    "a session that never was": {"sid": str(uuid4())},
    "no uuid as session": {"sid": "1"},
    "a list as session": {"sid": ["x"]},
    "no uuid as subject": {"sub": "1 OR 1=1"},
    "an old version": {"session_version": 0},
    "a version to come": {"session_version": 2},
    "a true version": {"session_version": True},
    "a text version": {"session_version": "1"},
    "a huge version": {"session_version": 2**70},
    "a text as expiry": {"exp": "never"},
    "a list as audience": {"aud": []},
}


@pytest.mark.parametrize("change", BENT.values(), ids=BENT.keys())
def test_a_bent_claim_is_refused_and_recorded(claims, sign, me, trail, change):
    refused(me(sign(claims | change)), trail)


@pytest.mark.parametrize(
    "missing",
    [
        *("iss", "aud", "sub", "sid", "tenant_id", "development_id", "unit_id", "role"),
        *("jti", "session_version", "token_type", "iat", "nbf", "exp"),
    ],
)
def test_a_token_without_any_one_claim_is_refused(claims, sign, me, trail, missing):
    refused(me(sign({name: value for name, value in claims.items() if name != missing})), trail)


def test_unsigned_and_wrongly_signed_tokens_are_refused(claims, sign, me, trail, settings):
    good = sign(claims)
    head, body, signature = good.split(".")
    forged = {
        "alg none": jwt.encode(claims, None, algorithm="none"),
        "alg None": f"{part({'alg': 'None', 'typ': 'JWT'})}.{body}.",
        "alg none with our signature": f"{part({'alg': 'none'})}.{body}.{signature}",
        "alg missing": f"{part({'typ': 'JWT'})}.{body}.{signature}",
        "another key": sign(claims, OTHER_KEY),
        "no key": jwt.encode(claims, "\x00" * 32, "HS256"),
        "HS384 with our key": jwt.encode(claims, settings.JWT_SIGNING_KEY, "HS384"),
        "RS256 in name": f"{part({'alg': 'RS256', 'typ': 'JWT'})}.{body}.{signature}",
        "kid that is a path": kid("/dev/null", claims),
        "kid that is SQL": kid("x' UNION SELECT 'key'--", claims),
        "a key of its own": jwt.encode(claims, OTHER_KEY, "HS256", headers={"jwk": {"kty": "oct", "k": "eA"}}),
        "a key from elsewhere": jwt.encode(claims, OTHER_KEY, "HS256", headers={"jku": "https://evil.test/k"}),
        "changed body": f"{head}.{part(claims | {'unit_id': str(uuid4())})}.{signature}",
        "cut signature": good[:-4],
        "no signature": f"{head}.{body}.",
    }
    for token in forged.values():
        refused(me(token), trail)
    assert me(good).status_code == 200


def kid(name, claims):
    return jwt.encode(claims, OTHER_KEY, "HS256", headers={"kid": name})


GARBAGE = {
    "nothing": "",
    "dots": "..",
    "words": "open sesame",
    "five parts": "a.b.c.d.e",
    "deep header": base64.urlsafe_b64encode(b"[" * 100_000).decode().rstrip("=") + ".e30.AA",
    "number header": "MQ.e30.AA",
    "null header": part(None) + ".e30.AA",
    "not base64": "%%%.***.!!!",
    "latin letters": "caf\u00e9.caf\u00e9.caf\u00e9",
    "very long": "a" * 200_000,
}


@pytest.mark.parametrize("token", GARBAGE.values(), ids=GARBAGE.keys())
def test_garbage_is_refused(me, trail, database, token):
    refused(me(token), trail)


def test_a_token_of_the_previous_key_is_taken_until_that_key_is_gone(claims, sign, me, settings):
    old = sign(claims)
    settings.JWT_PREVIOUS_KEY, settings.JWT_SIGNING_KEY = settings.JWT_SIGNING_KEY, OTHER_KEY
    assert (me(old).status_code, me(sign(claims)).status_code) == (200, 200)
    settings.JWT_PREVIOUS_KEY = ""
    assert me(old).status_code == 401


def test_a_refresh_token_opens_no_page_and_an_access_token_refreshes_nothing(code, join, me, anonymous, trail):
    pair = join(code).json()
    refused(me(pair["refresh"]), trail)
    path = "/api/homeowner/session/refresh"
    refused(anonymous().post_json(path, {"refresh": pair["access"]}), trail)
    assert me(pair["access"]).status_code == 200
    assert anonymous().post_json(path, {"refresh": pair["refresh"]}).status_code == 200


def test_an_access_token_ends_by_its_own_clock(claims, sign, me):
    now = int(time.time())
    assert me(sign(claims | {"exp": now + 60})).status_code == 200
    assert me(sign(claims | {"exp": now - 1})).status_code == 401


def refused(answer, trail):
    assert answer.status_code == 401, answer.content
    assert answer.json()["code"] in ("session_ended", "not_authenticated")
    assert trail.refusal(answer.headers["X-Request-ID"])["status"] == 401
