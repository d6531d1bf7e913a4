"""Logos that builders upload. A picture is hostile until it has been drawn anew.

What is kept is never the file that came: a PNG of our own making, small, without metadata, without anything behind the
picture. SVG is a program and is not taken. Decoding happens in a confined child process (`logo_drawer.py`).
"""

import hashlib
import shutil
from pathlib import Path
from tempfile import NamedTemporaryFile
from uuid import UUID

from django.core.files import File
from django.utils.translation import gettext as _

from apps.core.confined import child
from apps.core.confined.limits import MEGABYTE, Limits
from apps.core.errors import Invalid, TooLarge

from .logo_drawer import DRAWN, MAX_SIDE, TOO_MANY_PIXELS

DRAWER = Path(__file__).with_name("logo_drawer.py")
LIMITS = Limits(memory_bytes=512 * MEGABYTE, cpu_seconds=5, wall_seconds=10.0, output_bytes=2 * MEGABYTE)


def written_anew(file: "File[bytes]") -> bytes:
    """The picture as a PNG of at most 512 by 512 pixels.

    Raises:
        Invalid: not PNG, JPEG or WebP, or broken, or with too many pixels.
        TooLarge: more than 1 MB.
    """
    if (file.size or 0) > MEGABYTE:
        raise TooLarge(_("A logo has at most 1 MB."))
    with NamedTemporaryFile(prefix="logo-") as copy:
        shutil.copyfileobj(file, copy)
        copy.flush()
        drawn = child.run_script(DRAWER, copy.name, limits=LIMITS)
    if drawn.ending is child.Ending.CLOSED and drawn.status == DRAWN:
        return drawn.output
    if drawn.status == TOO_MANY_PIXELS:
        sentence = _("A logo has at most %(side)s pixels on a side.") % {"side": MAX_SIDE}
        raise Invalid.field("file", "too_many_pixels", sentence)
    raise Invalid.field("file", "not_a_picture", _("This is not a PNG, JPEG or WebP picture that we can read."))


def digest(tenant_id: UUID, png: bytes) -> str:
    """Names the picture in its address. Of the tenant too: that one holds a picture tells nobody who else uses it."""
    return hashlib.sha256(tenant_id.bytes + png).hexdigest()
