"""What may be told of an error, whoever tells it: our own script, or the browser (CSP, Reporting API)."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .scrubbing import general, path_of, scrubbed, top_frame

MOST_AT_ONCE = 10
# Of our own script, and of browsers; another word is kept as it came.
KINDS = ("error", "rejection", "load", "panel", "csp-violation", "overflow")


@dataclass(frozen=True, slots=True)
class Report:
    """One error, scrubbed. Errors with one `fingerprint` are counted as one."""

    kind: str
    message: str
    source: str = ""
    stack: str = ""
    page: str = ""
    request_id: str = ""

    @property
    def fingerprint(self) -> str:
        parts = (self.kind, general(self.message), general(self.source), top_frame(self.stack))
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


# Counts what comes when a tenant has had as many new kinds of error in a day as are kept.
OVERFLOW = Report("overflow", "More kinds of error than are kept in a day")


def from_script(
    *, kind: str, message: str, page: str, source: str = "", stack: str = "", request_id: str = ""
) -> Report:
    """What our own script tells."""
    return Report(
        kind, scrubbed(message, 500), path_of(source), scrubbed(stack, 2000), path_of(page), scrubbed(request_id, 64)
    )


def from_browser(body: Any) -> list[Report]:
    """What a browser tells by itself; what is no report is passed over, since no person reads a refusal."""
    found = body if isinstance(body, list) else [body]
    return [report for one in found[:MOST_AT_ONCE] if isinstance(one, dict) for report in _reports(one)]


def _reports(told: dict[str, Any]) -> Iterator[Report]:
    """`report-uri` sends `{"csp-report": {...}}`, the Reporting API `{"type", "url", "body"}`."""
    if isinstance(told.get("csp-report"), dict):
        yield _violation(told["csp-report"], "document-uri", "violated-directive", "blocked-uri", "source-file")
    elif told.get("type") == "csp-violation" and isinstance(told.get("body"), dict):
        yield _violation(told["body"], "documentURL", "effectiveDirective", "blockedURL", "sourceFile")


def _violation(body: dict[str, Any], page: str, directive: str, blocked: str, source: str) -> Report:
    page, directive, blocked, source = (_text(body.get(name)) for name in (page, directive, blocked, source))
    what = path_of(blocked) if "/" in blocked else blocked
    message = f"{directive.split(' ')[0]} refused {what or 'inline'}"
    return Report("csp-violation", scrubbed(message, 500), path_of(source), "", path_of(page))


def _text(value: Any) -> str:
    return value[:2000] if isinstance(value, str) else ""
