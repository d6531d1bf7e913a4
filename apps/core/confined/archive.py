"""Opening a zip archive without unpacking it: is it readable, and would it be safe to unpack?

Its directory is read through a wrapper that refuses large reads, since the directory itself can be the bomb: a 50 MB
upload can list a million members. `zipfile` unpacks of a member no more than the directory says.
"""

import zipfile
from typing import BinaryIO

from .limits import MEGABYTE

MAX_MEMBERS = 2_000
MAX_DIRECTORY_BYTES = 1 * MEGABYTE
MAX_UNPACKED_BYTES = 300 * MEGABYTE
MAX_RATIO = 200
RATIO_MATTERS_FROM = 10 * MEGABYTE


class UnsafeArchive(ValueError):
    """Too many members, too much to unpack, or suspiciously well packed."""


class ArchiveDamaged(ValueError):
    """Not a readable archive."""


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


def open_archive(file: BinaryIO, *, max_unpacked: int = MAX_UNPACKED_BYTES) -> zipfile.ZipFile:
    """The archive after inspection. Raises UnsafeArchive or ArchiveDamaged."""
    archive = _open(file)
    _refuse_bomb(archive.infolist(), max_unpacked)
    return archive


def _open(file: BinaryIO) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(CappedReader(file))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        if isinstance(error, UnsafeArchive):
            raise
        raise ArchiveDamaged(type(error).__name__) from error


def _refuse_bomb(members: list[zipfile.ZipInfo], max_unpacked: int) -> None:
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    if len(members) > MAX_MEMBERS or unpacked > max_unpacked:
        raise UnsafeArchive("size")
    if unpacked > RATIO_MATTERS_FROM and unpacked / packed > MAX_RATIO:
        raise UnsafeArchive("ratio")
