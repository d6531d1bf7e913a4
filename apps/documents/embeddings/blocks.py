"""Vectors as they are stored: many behind each other in one value, each with its passage's id.

Numbers have eight bits and share a scale for each vector: a cosine is off by less than 0.002, and a development is read
in a tenth of the time that rows of their own would take (ADR 24).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

if TYPE_CHECKING:
    import numpy as np

Block = TypeVar("Block")

# What is put together to one block, about 1,000 passages; and how many the processor keeps at hand while it compares.
MOST_BYTES, AT_ONCE = 400_000, 256
LARGEST = 127


def pack(passages: Sequence[UUID], vectors: "np.ndarray") -> bytes:
    """One block; two of them behind each other are one too."""
    import numpy as np

    rows = np.empty(len(vectors), _row(vectors.shape[1]))
    rows["id"] = np.frombuffer(b"".join(passage.bytes for passage in passages), "V16")
    rows["scale"] = np.abs(vectors).max(axis=1) / LARGEST
    rows["numbers"] = np.rint(vectors / rows["scale"][:, None])
    return rows.tobytes()


def compare(block: bytes, question: "np.ndarray") -> tuple["np.ndarray", "np.ndarray"]:
    """The ids of a block's passages as 16 bytes each, and how near the question each of them is. None of them where the
    vectors have another length than the question's: a model elsewhere may change without a word."""
    import numpy as np

    row = _row(len(question))
    rows = np.frombuffer(b"" if len(block) % row.itemsize else block, row)
    products = np.empty(len(rows), "f4")
    for start in range(0, len(rows), AT_ONCE):
        some = slice(start, start + AT_ONCE)
        products[some] = rows["numbers"][some].astype("f4") @ question
    return rows["id"].copy(), np.minimum(products * rows["scale"], 1)


def groups(blocks: Iterable[Block], size: Callable[[Block], int]) -> Iterator[list[Block]]:
    """Neighbours that make one block together."""
    group: list[Block] = []
    for block in blocks:
        if group and sum(map(size, group)) + size(block) > MOST_BYTES:
            yield group
            group = []
        group.append(block)
    if group:
        yield group


def _row(numbers: int) -> "np.dtype":
    import numpy as np

    return np.dtype([("id", "V16"), ("scale", "<f4"), ("numbers", "i1", numbers)])
