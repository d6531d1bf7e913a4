"""What a page must never do, whatever else a test looks at."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import BrowserContext

# The last two are the browser's own viewer of PDFs.
OWN_SCHEMES = ("blob:", "data:", "about:", "chrome-extension:", "chrome:")


class Watch:
    """Notes every complaint of a browser profile: console errors, exceptions, requests to somebody else.

    The browser itself writes a console line for each answer of 400 and above; those are the tests' own to judge.
    """

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.complaints: list[str] = []

    @contextmanager
    def over(self, context: BrowserContext) -> Iterator[None]:
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(f"exception: {error.error}"))
        context.on("request", self._request)
        yield
        assert not self.complaints, "\n".join(self.complaints)

    def _console(self, message: Any) -> None:
        answered = message.text.startswith("Failed to load resource: the server responded with a status of 4")
        lost = "net::ERR_" in message.text
        if message.type in ("error", "warning") and not answered and not lost:
            self.complaints.append(f"{message.type}: {message.text}")

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.origin, *OWN_SCHEMES)):
            self.complaints.append(f"request to {request.url}")
