"""Structured logs on stderr: one JSON object a line, with the request id, and without what could name a person."""

import logging
import re
from collections.abc import MutableMapping
from typing import Any

import structlog

from .secret_paths import SECRET_PATHS

PERSONAL = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.]+|eyJ[\w-]+\.[\w-]+\.[\w-]*|oh_pat_[\w-]+" + rf"|/(?:{SECRET_PATHS})/[^\s\"'?]+"
)
SECRET_KEYS = frozenset({"password", "token", "code", "authorization", "cookie", "email", "refresh", "access"})


def scrub(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Blank secret keys, and e-mail addresses, tokens and join codes inside any text."""
    for key, value in event.items():
        if key.lower() in SECRET_KEYS:
            event[key] = "[removed]"
        elif isinstance(value, str):
            event[key] = PERSONAL.sub("[removed]", value)
    return event


def configure(config: dict[str, Any]) -> None:
    """Django's LOGGING_CONFIG hook; `config` (LOGGING) is not used, the shape of the logs is fixed here."""
    from django.conf import settings

    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        scrub,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(default=str),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.LOG_LEVEL)
    # The web server names the whole path of what it could not read, and of what broke outside Django.
    server = logging.getLogger("gunicorn.error")
    server.handlers, server.propagate = [], True
    # Refusals are audit rows; Django's own line for each would repeat them with the raw path.
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    logging.getLogger("django.security.csrf").setLevel(logging.CRITICAL)
