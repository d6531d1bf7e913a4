"""Keys, cookies, headers, origins. Each value here has a start-up check in `apps/core/checks.py`."""

from datetime import timedelta

from corsheaders.defaults import default_headers
from csp.constants import NONE, SELF

from .base import PUBLIC_ORIGIN
from .env import env

JWT_SIGNING_KEY = env.str("JWT_SIGNING_KEY")
JWT_PREVIOUS_KEY = env.str("JWT_PREVIOUS_KEY", default="")
GATE_KEY = env.str("GATE_KEY")
# The file that `rotate_keys` writes; an installation that keeps its settings elsewhere has none.
KEY_FILE = None

# One list of origins feeds CORS and CSRF, so the two cannot disagree.
ALLOWED_ORIGINS = env.list("ALLOWED_ORIGINS", default=[PUBLIC_ORIGIN])
CORS_ALLOWED_ORIGINS = ALLOWED_ORIGINS
CORS_ALLOW_CREDENTIALS = True
CORS_ALLOW_HEADERS = [*default_headers, "idempotency-key", "x-otp"]
CORS_URLS_REGEX = r"^/api/"
CORS_EXPOSE_HEADERS = ["X-Request-ID", "Retry-After", "RateLimit", "RateLimit-Policy", "Idempotency-Replayed"]
CSRF_TRUSTED_ORIGINS = ALLOWED_ORIGINS
CSRF_FAILURE_VIEW = "apps.core.problems.csrf_failure"

TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])
# Only from one of TRUSTED_PROXIES: `RequestMiddleware` removes the header of everybody else.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Failures of one name from one address before a lock, and how long it lasts. How much looser the name alone and the
# address alone are is said in apps/tenants/lockout.py.
AXES_FAILURE_LIMIT = env.int("LOCKOUT_FAILURES", default=5)
AXES_COOLOFF_TIME = timedelta(seconds=env.int("LOCKOUT_SECONDS", default=15 * 60))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "username", "ip_address"]
AXES_HANDLER = "apps.tenants.lockout.GateHandler"
AXES_CLIENT_IP_CALLABLE = "apps.tenants.lockout.counted_address"
AXES_USERNAME_CALLABLE = "apps.tenants.lockout.counted_name"
AXES_USERNAME_FORM_FIELD = "username"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_ENABLE_ADMIN = AXES_VERBOSE = False

# How long a shown second factor serves for what asks for it again.
SECOND_FACTOR_SECONDS = env.int("SECOND_FACTOR_SECONDS", default=10 * 60)
SECOND_FACTOR_PROVER = "apps.tenants.second_factor.prove"
SECOND_FACTOR_URL, SECOND_FACTOR_PROOF_URL = "/accounts/second-factor", "/accounts/confirm"

SESSION_ENGINE = "apps.tenants.sessions"
SESSION_COOKIE_AGE = env.int("STAFF_SESSION_SECONDS", default=8 * 3600)
STAFF_IDLE_SECONDS = env.int("STAFF_IDLE_SECONDS", default=30 * 60)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-openhouse"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SAMESITE = "Lax"
# Scripts read the token from their page, programs from the answer to signing in.
CSRF_COOKIE_HTTPONLY = True
ACCOUNT_LINK_COOKIE = "__Secure-openhouse-link"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

HOMEOWNER_SESSION_SECONDS = env.int("HOMEOWNER_SESSION_SECONDS", default=14 * 24 * 3600)
HOMEOWNER_ACCESS_SECONDS = env.int("HOMEOWNER_ACCESS_SECONDS", default=15 * 60)
ENROLMENT_DAYS = env.int("ENROLMENT_DAYS", default=2 * 365)
IMPERSONATION_SECONDS = env.int("IMPERSONATION_SECONDS", default=60 * 60)
HOMEOWNER_COOKIE_NAME = "__Secure-openhouse-home"
HOMEOWNER_COOKIE_SECURE = True

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb", "interest-cohort")
}
# Where pages and browsers tell of errors, and how much they may tell at once.
CLIENT_LOG = "/api/log/client"
REPORTING_ENDPOINTS = f'errors="{CLIENT_LOG}"'
CLIENT_ERROR_MAX_BYTES, CLIENT_REPORT_MAX_BYTES = 8 * 1024, 64 * 1024
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        # Older browsers know the first, newer ones the name that `Reporting-Endpoints` explains.
        "report-uri": [CLIENT_LOG],
        "report-to": ["errors"],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# The rows of sixty rooms, and what a form keeps beside them.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = ["apps.documents.intake.CappedUpload"]
# The first that finds something decides: a header is sent on purpose, a cookie by itself.
CREDENTIAL_READERS = [
    "apps.homeowners.tokens.read_bearer",
    "apps.tenants.access_tokens.read_token",
    "apps.tenants.sessions.read_cookie",
]

# Where tenants may have anomalies sent: exact host names, with a port where it is not 443.
WEBHOOK_HOSTS = env.list("WEBHOOK_HOSTS", default=[])
# How long messages to webhooks are kept once they are sent or given up, and anomalies once they are resolved.
WEBHOOK_DELIVERY_DAYS = env.int("WEBHOOK_DELIVERY_DAYS", default=90)
ANOMALY_RESOLVED_DAYS = env.int("ANOMALY_RESOLVED_DAYS", default=365)
# For tests alone, which have no other server to send to than one on loopback.
WEBHOOK_TEST_LOOPBACK = False

# django-ratelimit counts in the table of the limits. Reports are kept for a while in each process's own memory.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "limits": {"BACKEND": "apps.core.limit_cache.LimitCache"},
}
RATELIMIT_USE_CACHE = "limits"
RATELIMIT_HASH_ALGORITHM = "apps.core.counter_keys.CounterKey"

# Requests that one tenant may make in any second, all its people together, so that no tenant starves the others.
TENANT_CEILING = env.int("TENANT_CEILING", default=200)
