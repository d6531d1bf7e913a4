"""A name that a person recognises for the browser or program that calls."""

import re
from collections.abc import Sequence

LENGTH = 120
# The first that fits: many browsers carry the names of others.
BROWSERS = (
    ("SamsungBrowser", "Samsung Internet"),
    ("Edg", "Edge"),
    ("Firefox|FxiOS", "Firefox"),
    ("Chrom|CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X|Macintosh", "Mac"),
    ("Linux|CrOS", "Linux"),
)


def device_name(agent: str) -> str:
    """`Firefox, Windows` for a browser; a program by its own word."""
    if not agent.startswith("Mozilla/"):
        return agent.split(" ")[0][:LENGTH]
    found = (_first(BROWSERS, agent) or "Browser", _first(SYSTEMS, agent))
    return ", ".join(name for name in found if name)


def _first(names: Sequence[tuple[str, str]], agent: str) -> str:
    return next((name for pattern, name in names if re.search(pattern, agent)), "")
