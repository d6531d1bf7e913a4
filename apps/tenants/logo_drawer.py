"""The child program: confine yourself, decode one picture, write it anew as a PNG to standard output.

Started only by `logo.py`, as `python -I logo_drawer.py PATH LIMITS`. Ends with one of the statuses below; whatever a
hostile picture does, it happens here, in a process without credentials, and ends with it.
"""

import io
import sys
import warnings
from pathlib import Path

if __name__ == "__main__":  # isolated mode puts neither the project nor this folder on the path
    sys.path.append(str(Path(__file__).resolve().parents[2]))

from apps.core.confined.confinement import confine
from apps.core.confined.limits import Limits

DRAWN, NO_PICTURE, TOO_MANY_PIXELS = 0, 3, 4
TAKEN = ("PNG", "JPEG", "WEBP")
MAX_SIDE = 4000
SIDE_KEPT = 512


def main(path: str, limits_json: str) -> int:
    confine(Limits.from_json(limits_json))
    try:
        with warnings.catch_warnings():
            # A warning of a doubtful file is a refusal.
            warnings.simplefilter("error")
            png = _drawn(path)
    except Exception:  # noqa: BLE001 - decoders of hostile files raise anything; the parent is told one thing
        return NO_PICTURE
    if png is None:
        return TOO_MANY_PIXELS
    sys.stdout.buffer.write(png)
    return DRAWN


def _drawn(path: str) -> bytes | None:
    """None for more pixels than a logo has: judged by the header, before anything is decoded."""
    # Imported after the confinement, so that loading a decoder is limited too.
    from PIL import Image

    with Image.open(path, formats=TAKEN) as picture:
        if max(picture.size) > MAX_SIDE:
            return None
        drawn = picture.convert("RGBA")
    drawn.thumbnail((SIDE_KEPT, SIDE_KEPT))
    # From the pixels alone: no metadata of the file that came goes on.
    bare, out = Image.frombytes("RGBA", drawn.size, drawn.tobytes()), io.BytesIO()
    bare.save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
