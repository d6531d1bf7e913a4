"""What the set-up says: one line per event, and one line per reason to give up."""

import sys


class Trouble(Exception):
    """Ends a command; its text is the one line that tells a person what to do."""


def say(line: str) -> None:
    print(line, flush=True)


def complain(trouble: Trouble) -> None:
    print(f"openhouse: {trouble}", file=sys.stderr, flush=True)


def last_line(text: str) -> str:
    """The last line of a program's output that says something: mostly its error."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "no output"
