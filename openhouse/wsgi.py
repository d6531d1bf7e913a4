"""The WSGI application, which does not start with unsafe settings."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openhouse.settings.production")

application = get_wsgi_application()

from apps.core.checks import refuse_unsafe_settings  # noqa: E402  the applications have to be loaded first

refuse_unsafe_settings()
