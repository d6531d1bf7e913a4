"""Panels: parts of a page that may fail alone.

A part that the page computes itself is `guarded`; one that is worth waiting for apart has an address of its own, a
`PanelPage`. Either way a failure is a few plain words in its place, with the id under which the log holds the rest.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

import structlog
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from .errors import Problem
from .pages import Page

log = structlog.get_logger(__name__)

T = TypeVar("T")
HEADER = "X-Panel"
ALONE, WHOLE = "partials/panel_alone.html", "partials/panel_page.html"


@dataclass(frozen=True, slots=True)
class Guarded(Generic[T]):
    """What a part of a page found, or the id of the request in whose log its failure stands."""

    found: T | None = None
    failure: str = ""


def guarded(request: HttpRequest, build: Callable[[], T]) -> Guarded[T]:
    """Run `build`, which reads all that it returns, so that its failure is not the page's. Refusals stay refusals.

    A savepoint keeps the page's transaction usable after a failure in the database.
    """
    try:
        with transaction.atomic():
            return Guarded(found=build())
    except Problem:
        raise
    except Exception as failure:
        log.error("panel_failed", path=request.path, exc_info=failure)
        return Guarded(failure=getattr(request, "id", "") or "-")


class PanelPage(Page):
    """A panel at its own address: what a page's script fetches; without script a page that a link leads to.

    Its template extends `panel_frame` and fills the block `panel`.
    """

    http_method_names = ["get", "head"]
    title: ClassVar[Any] = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**self.figures()))

    def figures(self) -> dict[str, Any]:
        """What the template shows."""
        return {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        frame = ALONE if self.request.headers.get(HEADER) else WHOLE
        return super().get_context_data(panel_frame=frame, title=self.title, **kwargs)
