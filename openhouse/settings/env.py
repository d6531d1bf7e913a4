"""The only reader of the process environment.

Values come from the environment and, for a local checkout, from `.local/env`, which the set-up writes.
A variable that production needs and does not find stops the start with its name.
"""

from pathlib import Path
from typing import Any

import environ
from psycopg.conninfo import conninfo_to_dict

ROOT = Path(__file__).resolve().parents[2]

env = environ.Env()
LOCAL_DIR = Path(env.str("LOCAL_DIR", default=str(ROOT / ".local")))


def read_local_file() -> None:
    """Take defaults from `.local/env`; what the environment already says wins."""
    local_file = LOCAL_DIR / "env"
    if local_file.exists():
        environ.Env.read_env(local_file, overwrite=False)


def database(variable: str) -> dict[str, Any]:
    """Django's database settings from a libpq URI in `variable`."""
    parts = conninfo_to_dict(env.str(variable))
    named = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    settings: dict[str, Any] = {django: str(parts.pop(libpq)) for libpq, django in named.items() if parts.get(libpq)}
    return settings | {"OPTIONS": dict(parts)}
