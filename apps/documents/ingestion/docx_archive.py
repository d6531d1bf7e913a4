"""Looking into a Word file without unpacking it: is it one, and is it safe to read?

The archive's directory is read through a wrapper that refuses large reads, since the directory itself can be the bomb:
a 50 MB upload can list a million members. Sizes in the directory may lie, so a part is read with a cap of its own.
"""

import re
import zipfile
from collections.abc import Iterator
from typing import IO, BinaryIO

from apps.documents.ingestion.limits import MEGABYTE

MAX_MEMBERS = 2_000
MAX_DIRECTORY_BYTES = 1 * MEGABYTE
MAX_UNPACKED_BYTES = 300 * MEGABYTE
MAX_PART_BYTES = 32 * MEGABYTE
BLOCK_BYTES = 64 * 1024
MAX_RATIO = 200
RATIO_MATTERS_FROM = 10 * MEGABYTE
BODY = re.compile(r"word/document\d*\.xml")
STYLES = re.compile(r"word/styles\d*\.xml")


class NotWord(ValueError):
    """A readable archive, but no Word document."""


class UnsafeArchive(ValueError):
    """Too many members, too much to unpack, or suspiciously well packed."""


class ArchiveDamaged(ValueError):
    """Not a readable archive."""


class ArchiveEncrypted(ValueError):
    """The body needs a password."""


class CappedReader:
    """The few methods that zipfile needs, with a cap on what one call may load."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.seek, self.tell = file, file.seek, file.tell

    def seekable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if size > MAX_DIRECTORY_BYTES:
            raise UnsafeArchive("directory")
        return self.file.read(MAX_DIRECTORY_BYTES if size < 0 else size)


def open_archive(file: BinaryIO) -> zipfile.ZipFile:
    """The archive after inspection. Raises NotWord, UnsafeArchive, ArchiveDamaged or ArchiveEncrypted."""
    archive = _open(file)
    members = archive.infolist()
    _refuse_bomb(members)
    body = next((member for member in members if BODY.fullmatch(member.filename)), None)
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


def _open(file: BinaryIO) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(CappedReader(file))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        if isinstance(error, UnsafeArchive):
            raise
        raise ArchiveDamaged(type(error).__name__) from error


def _refuse_bomb(members: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED_BYTES:
        raise UnsafeArchive("size")
    if unpacked > RATIO_MATTERS_FROM and unpacked / packed > MAX_RATIO:
        raise UnsafeArchive("ratio")
