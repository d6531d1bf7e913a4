"""`rotate_keys`: a new signing key for homeowners' tokens; the old one is kept for verifying until its tokens are gone.

Secrets are neither taken from the arguments nor printed. They live in a dotenv file: a local clone's own, or the one
that `--file` names. Without one the command says what to do.
"""

import os
import secrets
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from apps.core.checks import MIN_KEY
from apps.core.commands import OperatorCommand

SIGNING, PREVIOUS = "JWT_SIGNING_KEY", "JWT_PREVIOUS_KEY"
BYTES = 48

BY_HAND = f"""Where the settings of this installation are kept, set
  {PREVIOUS} to the present value of {SIGNING}, and
  {SIGNING} to the output of: python3 -c 'import secrets; print(secrets.token_urlsafe({BYTES}))'"""
AFTERWARDS = """Restart web and workers. Homeowners stay signed in, by the old key where their tokens are older: after
{days} days none is, then remove JWT_PREVIOUS_KEY. A second rotation before that signs out who has not come back."""
OTHERS = """The other keys are rotated by hand, each with 48 random characters of its own:
  SECRET_KEY: put the old one first in SECRET_KEY_FALLBACKS, which keeps second factors readable. Staff sign in again.
  GATE_KEY: stop web and workers, set it, run `manage.py migrate`, which installs it in the database, and start them."""


class Command(OperatorCommand):
    help = "Replace the signing key of homeowners' tokens; keep the old one for verifying."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--file", type=Path, default=settings.KEY_FILE, help="the dotenv file with the keys")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        file, dry_run = options["file"], options["dry_run"]
        if file is not None:
            _rotate(file, dry_run)
        verb = "Would give" if dry_run else "Gave"
        done = f"{verb} {file} a new {SIGNING}; the old one {'would be' if dry_run else 'is'} {PREVIOUS}."
        days = settings.HOMEOWNER_SESSION_SECONDS // 86400
        words = [BY_HAND if file is None else done, AFTERWARDS.format(days=days), OTHERS]
        facts = {"file": file, "rotated": file is not None and not dry_run, "dry_run": dry_run}
        self.report(options, facts, "\n\n".join(words))


def _rotate(file: Path, dry_run: bool) -> None:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
        old = _value(lines)
        if not dry_run:
            kept = [line for line in lines if not _names(line, SIGNING) and not _names(line, PREVIOUS)]
            _write(file, [*kept, f"{SIGNING}={secrets.token_urlsafe(BYTES)}", f"{PREVIOUS}={old}"])
    except OSError as failure:
        raise CommandError(f"{file}: {failure.strerror}") from None


def _value(lines: list[str]) -> str:
    found = [line.partition("=")[2].strip().strip("'\"") for line in lines if _names(line, SIGNING)]
    if len(found) != 1 or len(found[0]) < MIN_KEY:
        raise CommandError(f"the file must hold {SIGNING} once, with at least {MIN_KEY} characters", returncode=2)
    return found[0]


def _names(line: str, name: str) -> bool:
    return line.removeprefix("export ").partition("=")[0].strip() == name


def _write(file: Path, lines: list[str]) -> None:
    """In one step, and never readable by others, not even for a moment."""
    descriptor, draft = tempfile.mkstemp(dir=file.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            out.write("".join(f"{line}\n" for line in lines))
        Path(draft).replace(file)
    except OSError:
        Path(draft).unlink(missing_ok=True)
        raise
