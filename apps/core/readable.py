"""A refusal of what no layer below can hold or should read: text that PostgreSQL cannot store, and bodies too large."""

import re
from urllib.parse import unquote

from django.conf import settings
from django.http import HttpRequest

from .errors import BadRequest, TooLarge

# PostgreSQL holds no NUL and no lone surrogate; a path or query with one finds nothing anywhere.
UNREADABLE = re.compile(r"[\x00\ud800-\udfff\ufffd]")


def insist(request: HttpRequest) -> None:
    """Let pass or raise.

    Raises:
        BadRequest: path or query hold what cannot be read.
        TooLarge: the body is larger than anything that can be sent.
    """
    if UNREADABLE.search(request.path) or UNREADABLE.search(unquote(request.META.get("QUERY_STRING", ""))):
        raise BadRequest("The address contains characters that cannot be read.")
    if _declared_length(request) > settings.DOCUMENT_MAX_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        most = settings.DOCUMENT_MAX_BYTES // (1024 * 1024)
        raise TooLarge(f"This is larger than {most} MB, the most that can be sent.")


def _declared_length(request: HttpRequest) -> int:
    """The server reads no more than this from the connection, whatever comes."""
    declared = request.META.get("CONTENT_LENGTH") or "0"
    return int(declared[:18]) if declared.isdecimal() else 0
