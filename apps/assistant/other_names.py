"""Names that a development has for things, as its builder writes them: lines of phrases that mean the same."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.documents.search_synonyms import LONGEST
from apps.documents.search_words import raw_words

MOST_LINES, MOST_NAMES, LONGEST_NAME = 200, 10, 60


def validate_other_names(lines: Any) -> None:
    """Each line is a list of two or more names of few words.

    Raises:
        ValidationError: with the sentence to show.
    """
    if not isinstance(lines, list) or len(lines) > MOST_LINES:
        raise ValidationError(_("Give a list of at most %(most)s lines."), params={"most": MOST_LINES})
    for line in lines:
        _validate_line(line)


def _validate_line(line: Any) -> None:
    if not isinstance(line, list) or not 2 <= len(line) <= MOST_NAMES or not all(isinstance(n, str) for n in line):
        raise ValidationError(_("Each line needs two to %(most)s names."), params={"most": MOST_NAMES})
    for name in line:
        if len(name) > LONGEST_NAME or not 1 <= len(raw_words(name)) <= LONGEST:
            raise ValidationError(
                _("“%(name)s” is not a name of one to %(most)s words."),
                params={"name": name[:LONGEST_NAME], "most": LONGEST},
            )


def written(lines: list[list[str]]) -> str:
    """As one line of text each, names parted by commas."""
    return "\n".join(", ".join(line) for line in lines)


def read(text: str) -> list[list[str]]:
    """The reverse of `written`; empty lines are left out."""
    lines = ([name.strip() for name in line.split(",") if name.strip()] for line in text.splitlines())
    return [line for line in lines if line]
