"""Blocks of vectors that this process has read before, so that not every question reads them again.

Which blocks a question is compared with the database says each time, in the scope of who asks. What is kept is taken
for those and for nothing else, so it widens no scope. A block never changes: what takes its place has another id.
"""

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from uuid import UUID

# About 160,000 passages of the shipped model.
MOST_BYTES = 64_000_000
# A development and a model.
Slice = tuple[UUID, str]


class KeptBlocks:
    """The blocks used last, as many as have room. Safe to share between threads."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most, self._held = most_bytes, 0
        self._lock = Lock()
        self._blocks: OrderedDict[UUID, tuple[Slice, bytes]] = OrderedDict()

    def of(self, slice_: Slice) -> Mapping[UUID, bytes]:
        """What is known of a slice: by itself no reason to use any of it."""
        with self._lock:
            known = {block: vectors for block, (owner, vectors) in self._blocks.items() if owner == slice_}
            for block in known:
                self._blocks.move_to_end(block)
        return known

    def keep(self, slice_: Slice, block: UUID, vectors: bytes) -> None:
        with self._lock:
            if block not in self._blocks:
                self._blocks[block] = slice_, vectors
                self._held += len(vectors)
            while self._held > self._most:
                _, (_, oldest) = self._blocks.popitem(last=False)
                self._held -= len(oldest)


KEPT = KeptBlocks()
