"""What every layer may know of the request it serves: enough to write an audit row, nothing to decide by."""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RequestContext:
    """Empty outside a request: in commands, tasks and tests of services."""

    id: str = ""
    address: str | None = None
    method: str = ""
    path: str = ""


NO_REQUEST = RequestContext()
_current: ContextVar[RequestContext] = ContextVar("openhouse_request", default=NO_REQUEST)


def current() -> RequestContext:
    return _current.get()


def begin(context: RequestContext) -> None:
    """Holds until the next request of this thread begins; a request always begins with it."""
    _current.set(context)
