"""Generated secrets of one clone, in dotenv files that only their owner can read.

`env` is read by Django's settings; the superuser's password is in `env-admin`, which they never read, so that a
process that serves requests cannot know it.
"""

import os
import secrets
from pathlib import Path

APPLICATION = ("SECRET_KEY", "JWT_SIGNING_KEY", "GATE_KEY", "APP_PASSWORD", "MIGRATOR_PASSWORD")
ADMINISTRATION = ("SUPERUSER_PASSWORD",)


def read(path: Path) -> dict[str, str]:
    """The pairs of a dotenv file, or none if there is no file."""
    if not path.exists():
        return {}
    pairs = (line.partition("=") for line in path.read_text(encoding="utf-8").splitlines())
    return {name.strip(): value.strip() for name, sign, value in pairs if sign and not name.startswith("#")}


def write(path: Path, values: dict[str, str]) -> None:
    """Replace the file in one step, never readable by others, not even for a moment."""
    text = "".join(f"{name}={value}\n" for name, value in values.items())
    write_private(path, text)


def write_private(path: Path, text: str) -> None:
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        os.fchmod(descriptor, 0o600)
        file.write(text)
    draft.replace(path)


def generated(path: Path, names: tuple[str, ...]) -> dict[str, str]:
    """The file's values, with a new secret for each name that has none yet."""
    values = read(path)
    missing = {name: secrets.token_urlsafe(48) for name in names if not values.get(name)}
    if missing:
        write(path, values | missing)
    return values | missing


def update(path: Path, **values: str) -> None:
    """Store values beside those that the file has."""
    present = read(path)
    if present | values != present:
        write(path, present | values)
