"""Pictures for logos: fine ones, and ones that nobody means well with."""

import io
import struct
import zlib

from PIL import Image


def picture(kind="PNG", size=(600, 200), colour="#aa3300", **options):
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **options)
    return out.getvalue()


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def bomb():
    """Says 100,000 by 100,000 pixels in a few bytes."""
    header = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(b"\0" * 100_000)), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def with_secret():
    """A JPEG with a comment and a program behind the picture."""
    return picture("JPEG", comment=b"taken at 53.3N 6.2W") + b"<script>alert(1)</script>"


HOSTILE = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "html": b"<html><script>alert(1)</script></html>",
    "gif": picture("GIF"),
    "tiff": picture("TIFF"),
    "empty": b" ",
    "cut off": picture(size=(300, 300))[:60],
    "broken": b"\x89PNG\r\n\x1a\n" + b"\xff" * 500,
    "pixel bomb": bomb(),
    "too wide": picture(size=(4001, 2)),
}
