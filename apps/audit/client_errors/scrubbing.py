"""What a browser tells of an error, without what it may hold of a person or of a secret.

Everything that is kept passes here. The order matters: an address goes before the numbers inside it would.
"""

import re
from urllib.parse import urlsplit

from apps.core.secret_paths import SECRET_PATHS

SCRUBS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"eyJ[\w-]{8,}(?:\.[\w-]*){0,2}", "[token]"),
        (r"(?i)\bbearer\s+[\w.~+/=-]{8,}", "[token]"),
        (r"[^\s@\"'<>()]+(?:@|%40)[\w.-]+\.\w+", "[e-mail]"),
        (rf"/({SECRET_PATHS})/[^\s\"'?#)/]+", r"/\1/[code]"),
        (r"(?<=[\w/.])[?#][^\s\"')\]]*", ""),
        (r"(?i)\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", "[id]"),
        (r"(?i)\b[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}\b", "[code]"),
        (r"\b(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{20,}\b", "[token]"),
        (r"(?<![\w.])\+?\(?\d(?:[ ()./-]{0,2}\d){6,}", "[number]"),
    )
)
# What stands in quotes is a name of the code's, or else words of the page's.
QUOTED = re.compile(r"\"([^\"\n]*)\"|'([^'\n]*)'|`([^`\n]*)`|\u201c([^\u201d\n]*)\u201d")
IDENTIFIER = re.compile(r"[\w.$#\[\]/:-]{0,60}")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
HASHED_FILE = re.compile(r"\.[0-9a-f]{12}(?=\.\w+)")
PLACE = re.compile(r":\d+(?::\d+)?")


def scrubbed(text: str, length: int) -> str:
    """`text` without secrets, people and query strings, cut to `length`."""
    text = QUOTED.sub(_unquoted, CONTROL.sub(" ", text[: 4 * length]))
    for pattern, replacement in SCRUBS:
        text = pattern.sub(replacement, text)
    return text.strip()[:length]


def _unquoted(found: re.Match[str]) -> str:
    inner = next(group for group in found.groups() if group is not None)
    return found[0] if IDENTIFIER.fullmatch(inner) else '"[text]"'


def path_of(address: str, length: int = 200) -> str:
    """The path of a page or a file of ours; of another site its host; of what is no address nothing."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    if parts.scheme and parts.scheme not in ("http", "https"):
        return f"{parts.scheme}:"[:length]
    return scrubbed(parts.path or parts.netloc, length)


def top_frame(stack: str) -> str:
    """The first line of a stack that names a place in a file, without line, column and the hash of a release."""
    for line in stack.splitlines():
        if PLACE.search(line):
            return general(scrubbed(re.sub(r"https?://[^/\s]+", "", line), 200))
    return ""


def general(text: str) -> str:
    """What stays the same when the same thing goes wrong again: no numbers, no places, no releases."""
    return re.sub(r"\d+", "#", PLACE.sub("", HASHED_FILE.sub("", text)))
