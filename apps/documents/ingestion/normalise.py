"""One line of text without what a page does not show: composed, printable characters and single spaces.

Facts must survive: NFKC alone turns "1½ bar" into "11/2 bar" and "10⁵" into "105", so both are kept apart first.
"""

import re
import unicodedata

FRACTION = re.compile(r"(?<=\d)(?=[¼-¾⅐-⅞])")
POWER = re.compile(r"(?<=\d)(?=[²³¹⁰⁴-⁹])")
# Symbol fonts draw their bullet at these private code points.
BULLETS = str.maketrans(dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf076\uf0fc\uf02d", "•"))
LEADERS = re.compile(r"(?:\. ?){4,}|(?:_ ?){4,}")
LEADER_SIGNS = ("....", ". . .", "____", "_ _ _")
# One code point can expand to eighteen; a line that swells is no language and stays as it is.
MOST_EXPANSION = 3
WORD_JOINT = "\ufffe"  # pdfium's sign for a hyphen that only ended a line


def normalise(line: str) -> str:
    """`line` without control, format, private, unassigned and surrogate characters. Keeps WORD_JOINT."""
    if not (line.isascii() and line.isprintable()):
        line = _printable(_compose(POWER.sub("^", FRACTION.sub(" ", line.translate(BULLETS)))).replace("\u2044", "/"))
    line = " ".join(line.split())
    return LEADERS.sub("... ", line).rstrip() if any(sign in line for sign in LEADER_SIGNS) else line


def _compose(line: str) -> str:
    composed = unicodedata.normalize("NFKC", line)
    return composed if len(composed) <= MOST_EXPANSION * len(line) + 64 else line


def _printable(line: str) -> str:
    if line.isprintable():
        return line
    return "".join(map(_keep, line))


def _keep(character: str) -> str:
    if character.isprintable() or character == WORD_JOINT:
        return character
    return " " if character.isspace() else ""
