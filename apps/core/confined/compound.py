"""The container that Office wrote before 2007, and into which it still puts a newer file that has a password.

Told from its bytes alone; nothing of it is parsed. The names of its streams stand in entries of 128 bytes, of which no
block that is read here holds a part.
"""

from typing import BinaryIO

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
UNDER_A_PASSWORD = "EncryptedPackage\0".encode("utf-16-le")
BLOCK_BYTES = 64 * 1024


def needs_password(file: BinaryIO) -> bool:
    """Whether such a container holds a newer Office file under a password. Leaves the file at its start."""
    file.seek(0)
    found = any(UNDER_A_PASSWORD in block for block in iter(lambda: file.read(BLOCK_BYTES), b""))
    file.seek(0)
    return found
