"""The Celery application; tasks are found in each app's `tasks` module."""

import os

from celery import Celery
from celery.signals import setup_logging, worker_init
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openhouse.settings.dev")

TRANSPORT_ALIASES["filesystem"] = "openhouse.folder_broker:Transport"
app = Celery("openhouse")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_our_logging(**kwargs: object) -> None:
    """With a receiver here Celery leaves the logging that Django configured alone."""
    settings.LOG_LEVEL  # noqa: B018  loads the settings, which configure logging


@worker_init.connect
def refuse_unsafe_settings(**kwargs: object) -> None:
    """Celery swallows what a receiver raises, save for an exit."""
    from apps.core import checks

    try:
        checks.refuse_unsafe_settings()
    except ImproperlyConfigured as unsafe:
        raise SystemExit(str(unsafe)) from None
