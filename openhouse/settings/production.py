"""Production: everything comes from the environment; `manage.py check --deploy` refuses unsafe values."""

from .base import *  # noqa: F403
from .celery import *  # noqa: F403
from .language_model import *  # noqa: F403
from .rest import *  # noqa: F403
from .security import *  # noqa: F403

PRODUCTION = True
