"""Start-up check: hosts of webhooks are exact names, and what tests allow themselves is nobody else's."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security)
def webhooks(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = [
        Error(f"WEBHOOK_HOSTS holds {host!r}, not a host name, perhaps with a port", id="openhouse.E050")
        for host in settings.WEBHOOK_HOSTS
        if not host or host != host.lower() or any(mark in host for mark in "*/@? \\")
    ]
    if settings.PRODUCTION and settings.WEBHOOK_TEST_LOOPBACK:
        found.append(Error("WEBHOOK_TEST_LOOPBACK is for tests alone", id="openhouse.E051"))
    return found
