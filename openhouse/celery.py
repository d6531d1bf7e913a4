"""The Celery application; tasks are found in each app's `tasks` module."""

import os

from celery import Celery
from celery.signals import setup_logging
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openhouse.settings.dev")

app = Celery("openhouse")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_our_logging(**kwargs: object) -> None:
    """With a receiver here Celery leaves the logging that Django configured alone."""
    settings.LOG_LEVEL  # noqa: B018  loads the settings, which configure logging
