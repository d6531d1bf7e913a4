"""`Idempotency-Key`: a POST of the builder's API that is sent again with its key is answered again and not done again.

The answer is kept in the transaction that does the work, so both stand or fall together: a request that fails leaves
its key free, and of equal requests at once exactly one is carried out. Answers that hold a secret are never kept
(`Api.replayable`).
"""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import connection
from django.utils.datastructures import MultiValueDict
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from .errors import BadRequest, Conflict, IdempotencyMismatch
from .row_security import proof

SURFACE, HEADER, REPLAYED = "/api/developers/", "Idempotency-Key", "Idempotency-Replayed"
KEY = re.compile(r"[\x21-\x7e]{1,200}")

CLAIM = "SELECT outcome, fingerprint, status, body, location FROM security.claim_answer(%s)"
KEEP = "SELECT security.keep_answer(%s, %s, %s, %s, %s, %s)"

Handler = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Known:
    """What was answered before, and a fingerprint of what it answered."""

    fingerprint: bytes
    status: int
    body: str
    location: str

    def response(self) -> Response:
        headers = {REPLAYED: "true"} | ({"Location": self.location} if self.location else {})
        return Response(json.loads(self.body), status=self.status, headers=headers)


def is_offered(view: Any, method: str, path: str) -> bool:
    return method == "POST" and path.startswith(SURFACE) and view.replayable and view.atomic


def is_asked(request: Request) -> bool:
    return request.method == "POST" and request.path.startswith(SURFACE) and HEADER in request.headers


def once(handler: Handler, request: Request, *args: Any, **kwargs: Any) -> Any:
    """The handler's answer, or the one that the same request had before.

    Raises:
        BadRequest: the key cannot be one.
        Conflict: the first request with this key is still running.
        IdempotencyMismatch: the key was used for another request.
    """
    key, fingerprint = _key(request), _fingerprint(request)
    known = _claimed(key)
    if known is not None and bytes(known.fingerprint) != fingerprint:
        raise IdempotencyMismatch("This key was used for another request. Take a new one.")
    if known is not None:
        return known.response()
    response = handler(request, *args, **kwargs)
    if isinstance(response, Response):
        _keep(key, fingerprint, response)
    return response


def _key(request: Request) -> str:
    given = request.headers[HEADER]
    if not KEY.fullmatch(given):
        raise BadRequest(f"{HEADER} has 1 to 200 visible ASCII characters.")
    return hashlib.sha256(given.encode()).hexdigest()


def _fingerprint(request: Request) -> bytes:
    """Of method, address and content; files by what is in them."""
    content: Any = request.data
    if isinstance(content, MultiValueDict):
        content = [[name, [_plain(value) for value in values]] for name, values in sorted(content.lists())]
    whole = json.dumps([request.method, request.get_full_path(), content], sort_keys=True)
    return hashlib.sha256(whole.encode()).digest()


def _plain(value: Any) -> Any:
    if not isinstance(value, UploadedFile):
        return value
    digest = hashlib.sha256()
    for chunk in value.chunks():
        digest.update(chunk)
    value.seek(0)
    return {"file": value.name, "sha256": digest.hexdigest()}


def _claimed(key: str) -> Known | None:
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [key])
        outcome, *known = cursor.fetchone()
    if outcome == "running":
        raise Conflict("The first request with this key is still running.", headers={"Retry-After": "1"})
    return Known(*known) if outcome == "known" else None


def _keep(key: str, fingerprint: bytes, response: Response) -> None:
    body = JSONRenderer().render(response.data).decode() or "null"
    location = response.headers.get("Location", "")
    with connection.cursor() as cursor:
        cursor.execute(KEEP, [key, fingerprint, response.status_code, body, location, proof(f"answer:{key}")])
