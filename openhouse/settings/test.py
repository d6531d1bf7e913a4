"""Tests: the local settings, sealed: private folders, cheap manifest, no shared broker."""

import tempfile

from .dev import *  # noqa: F403
from .dev import STORAGES, TEMPLATES

MEDIA_ROOT = tempfile.mkdtemp(prefix="openhouse-media-")
AUDIT_SEAL_FILE = f"{MEDIA_ROOT}/audit-seals.jsonl"
STORAGES = STORAGES | {
    "documents": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = ""
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
WHITENOISE_AUTOREFRESH = True
