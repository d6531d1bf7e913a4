"""What every environment shares: apps, middleware, templates, database aliases, storage, language."""

from .env import LOCAL_DIR, ROOT, database, env

DEBUG = False
PRODUCTION = False
SECRET_KEY = env.str("SECRET_KEY")
# Former ones, newest first: forms and second factors of theirs are still read.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
PUBLIC_ORIGIN = env.str("PUBLIC_ORIGIN", default="http://127.0.0.1:8000")

ROOT_URLCONF = "openhouse.urls"
WSGI_APPLICATION = "openhouse.wsgi.application"
ASGI_APPLICATION = "openhouse.asgi.application"
APPEND_SLASH = False

PROJECT_APPS = [
    "apps.core",
    "apps.audit",
    "apps.tenants",
    "apps.developments",
    "apps.homeowners",
    "apps.notices",
    "apps.documents",
    "apps.assistant",
    "apps.analytics",
    "apps.anomalies",
    "apps.portal",
    "apps.demo",
]
INSTALLED_APPS = [
    "openhouse.admin.OpenHouseAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "axes",
    "corsheaders",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    *PROJECT_APPS,
]

MIDDLEWARE = [
    "apps.core.requests.RequestMiddleware",
    # Around all that may answer: redirects to https and preflights are requests of staff's surfaces too.
    "apps.audit.middleware.AuditMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "apps.core.problems.ProblemMiddleware",
    "apps.core.admin_boundary.AdminBoundaryMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    # Before the check of CSRF tokens, so that its refusals count within the limits too.
    "apps.core.gate.GateMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "apps.core.pages.request_context",
            ]
        },
    }
]

# `migrator` exists only where its address is given: operators' machines, not web or worker hosts.
DATABASES = {
    "default": database("DATABASE_URL")
    | {"ENGINE": "apps.core.database", "ATOMIC_REQUESTS": True, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
}
if env.str("DATABASE_MIGRATOR_URL", default=""):
    DATABASES["migrator"] = database("DATABASE_MIGRATOR_URL") | {"ENGINE": "apps.core.database"}
# The gate counts what django-axes decides by, so none of its tables is made.
MIGRATION_MODULES = {"axes": None}
DATABASE_ROUTERS = ["apps.core.database.router.MigratorRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "tenants.Staff"
# The first lets nobody be asked for a password while a lock stands.
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "apps.tenants.authentication.StaffBackend"]
LOGIN_URL = "/accounts/login"
LOGIN_REDIRECT_URL = "/dashboard"

# consolemail:// writes mails to the log of the worker; smtp+tls://USER:PASSWORD@HOST:587 sends them.
EMAIL = env.email_url_config(env.str("EMAIL_URL", default="") or "consolemail://")
EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT = EMAIL["EMAIL_BACKEND"], EMAIL["EMAIL_HOST"], EMAIL["EMAIL_PORT"] or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL["EMAIL_HOST_USER"] or "", EMAIL["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL.get("EMAIL_USE_TLS", False), EMAIL.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = EMAIL["EMAIL_FILE_PATH"]
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="OpenHouse <noreply@localhost>")

LANGUAGE_CODE = "en"
FORMAT_MODULE_PATH = "openhouse.formats"
LANGUAGE_COOKIE_NAME = "openhouse-language"
LANGUAGES = [("en", "English"), ("ga", "Gaeilge")]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "UTC"
# Where days begin in what people are shown of days.
CALENDAR_TIME_ZONE = env.str("CALENDAR_TIME_ZONE", default="Europe/Dublin")
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = env.str("STATIC_ROOT", default=str(LOCAL_DIR / "static"))
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(LOCAL_DIR / "media"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "documents": {
        "BACKEND": env.str("DOCUMENT_STORAGE", default="django.core.files.storage.FileSystemStorage"),
        "OPTIONS": env.json(
            "DOCUMENT_STORAGE_OPTIONS",
            default={"location": MEDIA_ROOT, "base_url": None, "file_permissions_mode": 0o600},
        ),
    },
    "staticfiles": {"BACKEND": "apps.portal.storage.HashedStaticFilesStorage"},
}
DOCUMENT_MAX_BYTES = env.int("DOCUMENT_MAX_BYTES", default=50 * 1024 * 1024)
# Search by meaning beside search by words; a folder with model.onnx and tokenizer.json replaces the shipped model.
EMBEDDINGS = env.bool("EMBEDDINGS", default=True)
EMBEDDING_MODEL_DIR = env.str("EMBEDDING_MODEL_DIR", default="")
# Words of scanned pages by tesseract, whose language files are named as in "eng+gle".
OCR = env.bool("OCR", default=False)
OCR_LANGUAGES = env.str("OCR_LANGUAGES", default="eng")

# What apps hold of a homeowner, for a copy of it: parts beside person, home and sessions.
PERSONAL_DATA_SOURCES = [
    "apps.notices.personal_data.READING",
    "apps.documents.personal_data.READING",
    "apps.assistant.personal_data.CONVERSATIONS",
]

# Diffs name a related row by its id, not by its text, which may hold a name.
AUDITLOG_USE_FK_STRING_REPRESENTATION = False

# Raises while the trail cannot be written; `/readyz` asks.
AUDIT_PROBE = "apps.audit.probe.write"
# Digests of the audit trail, one JSON object a line: to be shipped to a place that this installation cannot change.
AUDIT_SEAL_FILE = env.str("AUDIT_SEAL_FILE", default=str(LOCAL_DIR / "audit-seals.jsonl"))

# Django calls the hook only for a LOGGING that is not empty.
LOGGING_CONFIG = "apps.core.logging.configure"
LOGGING = {"version": 1}
LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")

# E-mail is unique inside a tenant only: a global unique would tell one tenant of another's staff.
# axes' middleware would replace our answer to a locked account by one of its own.
SILENCED_SYSTEM_CHECKS = ["auth.W004", "axes.W002"]
