"""Office's older container for tests: small, and such that Office's own readers list its streams."""

import struct

FREE, LAST, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
STORAGE_ROOT, STREAM = 5, 2


def compound_file(*streams: str) -> bytes:
    """Empty streams of these names, at most three."""
    names = ["Root Entry", *streams]
    header = struct.pack("<8s16xHHHHH6xII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, 1)
    header += struct.pack("<8I", 1, 0, 4096, LAST, 0, LAST, 0, 0) + struct.pack("<I", FREE) * 108
    table = struct.pack("<II", FAT, LAST) + struct.pack("<I", FREE) * 126
    return header + table + b"".join(_entry(place, names) for place in range(4))


def _entry(place: int, names: list[str]) -> bytes:
    """Each stream is the right neighbour of the one before."""
    if place >= len(names):
        return bytes(68) + struct.pack("<III", FREE, FREE, FREE) + bytes(48)
    name = (names[place] + "\0").encode("utf-16-le")
    kind, below = (STREAM, FREE) if place else (STORAGE_ROOT, 1)
    after = place + 1 if place and place + 1 < len(names) else FREE
    head = name.ljust(64, b"\0") + struct.pack("<HBBIII", len(name), kind, 1, FREE, after, below)
    return head + bytes(36) + struct.pack("<IQ", LAST, 0)
