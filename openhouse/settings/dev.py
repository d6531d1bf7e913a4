"""A local checkout over plain http on loopback."""

from .env import LOCAL_DIR, env, read_local_file

read_local_file()

from .base import *  # noqa: E402, F403
from .celery import *  # noqa: E402, F403
from .language_model import *  # noqa: E402, F403
from .rest import *  # noqa: E402, F403
from .security import *  # noqa: E402, F403

# Browsers refuse `__Host-`, `__Secure-` and Secure cookies, and ignore HSTS, without https.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HOMEOWNER_COOKIE_SECURE = False
SESSION_COOKIE_NAME = "openhouse"
CSRF_COOKIE_NAME = "csrf"
HOMEOWNER_COOKIE_NAME = "openhouse-home"
ACCOUNT_LINK_COOKIE = "openhouse-link"
SECURE_SSL_REDIRECT = False
KEY_FILE = LOCAL_DIR / "env"
SECURE_HSTS_SECONDS = 0

# A superuser's address, where the local set-up gives it: the benchmarks make and remove a database of their own.
DATABASE_ADMIN_URL = env.str("DATABASE_ADMIN_URL", default="")
# Further PDFs to measure with.
BENCH_PDFS = str(LOCAL_DIR / "bench-pdfs")
