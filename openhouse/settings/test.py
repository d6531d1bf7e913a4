"""Tests: the local settings, sealed: private folders, cheap manifest, no shared broker."""

import tempfile

from .dev import *  # noqa: F403
from .dev import STORAGES, TEMPLATES

PASSWORD_HASHERS = ["openhouse.testing.hashers.CheapArgon2"]
MEDIA_ROOT = tempfile.mkdtemp(prefix="openhouse-media-")
AUDIT_SEAL_FILE = f"{MEDIA_ROOT}/audit-seals.jsonl"
STORAGES = STORAGES | {
    "documents": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Messages go to a folder of this run, where only a worker that a test starts finds them.
BROKER_FOLDER = tempfile.mkdtemp(prefix="openhouse-broker-")
CELERY_BROKER_URL = "filesystem://localhost"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "data_folder_in": BROKER_FOLDER,
    "data_folder_out": BROKER_FOLDER,
    "control_folder": f"{BROKER_FOLDER}-control",
    "store_processed": False,
}
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = ""
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
WHITENOISE_AUTOREFRESH = True
# Whatever the environment says: only a test that starts a model of its own has one.
LANGUAGE_MODEL_URL = LANGUAGE_MODEL_KEY = LANGUAGE_MODEL_NAME = EMBEDDING_MODEL_URL = ""
OCR = False
