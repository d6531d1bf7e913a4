"""Looking into a Word file without unpacking it: is it one, and is it safe to read?

Sizes in the archive's directory may lie, so a part is read with a cap of its own.
"""

import re
import zipfile
from collections.abc import Iterator
from typing import IO, BinaryIO

from apps.core.confined import archive as archives
from apps.core.confined.archive import ArchiveDamaged, UnsafeArchive
from apps.core.confined.limits import MEGABYTE

__all__ = ["ArchiveDamaged", "ArchiveEncrypted", "NotWord", "UnsafeArchive", "open_archive", "read_part"]

MAX_PART_BYTES = 32 * MEGABYTE
BLOCK_BYTES = 64 * 1024
BODY = re.compile(r"word/document\d*\.xml")
STYLES = re.compile(r"word/styles\d*\.xml")


class NotWord(ValueError):
    """A readable archive, but no Word document."""


class ArchiveEncrypted(ValueError):
    """The body needs a password."""


def open_archive(file: BinaryIO) -> zipfile.ZipFile:
    """The archive after inspection. Raises NotWord, UnsafeArchive, ArchiveDamaged or ArchiveEncrypted."""
    archive = archives.open_archive(file)
    body = next((member for member in archive.infolist() if BODY.fullmatch(member.filename)), None)
    if body is None:
        raise NotWord
    if body.flag_bits & 0x1:
        raise ArchiveEncrypted
    return archive


def read_part(archive: zipfile.ZipFile, name: re.Pattern[str]) -> bytes:
    """The first part with that name, unpacked, or nothing if there is none. Raises UnsafeArchive over the cap."""
    member = next((member for member in archive.infolist() if name.fullmatch(member.filename)), None)
    if member is None:
        return b""
    with archive.open(member) as part:
        return b"".join(_capped(part))


def _capped(part: IO[bytes]) -> Iterator[bytes]:
    total = 0
    while block := part.read(BLOCK_BYTES):
        total += len(block)
        if total > MAX_PART_BYTES:
            raise UnsafeArchive("part")
        yield block
