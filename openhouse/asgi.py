"""The ASGI application, which does not start with unsafe settings."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openhouse.settings.production")

application = get_asgi_application()

from apps.core.checks import refuse_unsafe_settings  # noqa: E402  the applications have to be loaded first

refuse_unsafe_settings()
