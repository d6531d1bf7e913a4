"""What is stored of a vector is enough of it."""

from uuid import uuid4

import pytest

np = pytest.importorskip("numpy")

from apps.documents.embeddings import blocks  # noqa: E402  needs numpy


@pytest.fixture
def made():
    numbers = np.random.default_rng(0).normal(size=(700, 384)).astype("f4")
    return [uuid4() for _ in numbers], numbers / np.linalg.norm(numbers, axis=1, keepdims=True)


def test_cosines_are_those_of_the_vectors(made):
    passages, vectors = made
    ids, cosines = blocks.compare(blocks.pack(passages, vectors), vectors[3])
    assert [raw.tobytes() for raw in ids] == [passage.bytes for passage in passages]
    assert np.abs(cosines - vectors @ vectors[3]).max() < 0.002


def test_two_blocks_behind_each_other_are_one(made):
    passages, vectors = made
    parts = [blocks.pack(passages[:8], vectors[:8]), blocks.pack(passages[8:], vectors[8:])]
    assert b"".join(parts) == blocks.pack(passages, vectors)


def test_vectors_of_another_length_are_not_compared(made):
    passages, vectors = made
    ids, cosines = blocks.compare(blocks.pack(passages, vectors), vectors[0][:100])
    assert (len(ids), len(cosines)) == (0, 0)


def test_blocks_are_put_together_up_to_a_size():
    sizes = [blocks.MOST_BYTES // 2, blocks.MOST_BYTES // 2, 1, blocks.MOST_BYTES * 2]
    assert list(blocks.groups(sizes, size=int)) == [sizes[:2], sizes[2:3], sizes[3:]]
    assert list(blocks.groups([], size=int)) == []
