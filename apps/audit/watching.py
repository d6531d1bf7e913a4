"""What must happen in the very moment of an event: apps above the trail say here which events they watch.

A watcher runs inside the transaction that records the event, in its scope, so both stand or fall together.
"""

from collections import defaultdict
from collections.abc import Callable

from apps.core.identity import Principal

from .events import AuditEvent
from .models import AuditLog

Watcher = Callable[[Principal, AuditLog], None]

_watchers: defaultdict[AuditEvent, list[Watcher]] = defaultdict(list)


def watch(event: AuditEvent, watcher: Watcher) -> None:
    _watchers[event].append(watcher)


def tell(event: AuditEvent, principal: Principal, row: AuditLog) -> None:
    for watcher in _watchers.get(event, ()):
        watcher(principal, row)
