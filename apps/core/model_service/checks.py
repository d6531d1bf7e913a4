"""Start-up checks: an unsafe address of a model stops the start, instead of quietly going on without the model."""

from django.conf import settings
from django.core.checks import CheckMessage, Error

from .endpoint import flaw


def findings(kind: str, first: int) -> list[CheckMessage]:
    """What is wrong with the settings of one model, as `openhouse.E<first>` and the two numbers behind it.

    Neither address nor key is repeated: either may be the other by mistake.
    """
    url, name, key, private = (getattr(settings, f"{kind}_{part}") for part in ("URL", "NAME", "KEY", "PRIVATE"))
    if not url:
        return []
    unsafe = flaw(url.rstrip("/"), private=private)
    wrong = {
        f"{kind}_URL {unsafe}": bool(unsafe),
        f"{kind}_URL is set, {kind}_NAME is not": not name,
        f"{kind}_KEY holds what no header can": not key.isascii() or not key.isprintable(),
    }
    return [Error(text, id=f"openhouse.E{first + place:03}") for place, text in enumerate(wrong) if wrong[text]]
