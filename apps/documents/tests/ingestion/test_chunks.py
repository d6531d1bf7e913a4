from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.documents.ingestion.chunks import chunk_pages
from apps.documents.ingestion.pages import PageFlag, PageText
from apps.documents.ingestion.spans import OVERLAP, SMALLEST_REST, TARGET

SENTENCES = [f"Sentence {n} tells how the heating of this home is set." for n in range(100)]


def page_of(*parts: tuple[str, str], number: int = 1) -> PageText:
    """A page whose parts each begin with their heading."""
    text, headings = "", []
    for title, body in parts:
        if title:
            headings.append((len(text), title))
            text += title + "\n"
        text += body + "\n"
    return PageText(number, text.strip(), tuple(headings))


def test_pieces_are_about_the_measured_size_and_overlap_in_whole_sentences() -> None:
    chunks = chunk_pages([page_of(("", " ".join(SENTENCES)))])
    assert all(TARGET - OVERLAP < len(chunk.text) <= TARGET + SMALLEST_REST for chunk in chunks[:-1])
    assert all(chunk.text.startswith("Sentence") and chunk.text.endswith(".") for chunk in chunks)
    for before, after in pairwise(chunks):
        shared = next(n for n in range(OVERLAP, -1, -1) if before.text.endswith(after.text[:n]))
        assert 50 < shared <= OVERLAP


def test_chunks_break_at_headings_and_never_cross_pages() -> None:
    body = " ".join(SENTENCES[:6])
    pages = [page_of(("Heating", body), ("Water", body)), page_of(("", body), ("Waste", body), number=2)]
    assert [(chunk.page, chunk.ordinal, chunk.heading) for chunk in chunk_pages(pages)] == [
        (1, 0, "Heating"),
        (1, 1, "Water"),
        (2, 2, "Water"),
        (2, 3, "Waste"),
    ]


def test_heading_at_the_foot_of_a_page_runs_on() -> None:
    body = " ".join(SENTENCES[:6])
    chunks = chunk_pages([page_of(("Heating", body), ("Water", "")), page_of(("", body), number=2)])
    assert [chunk.heading for chunk in chunks] == ["Heating", "Water"]
    assert chunks[0].text.endswith("Water")


def test_fragments_are_joined_and_name_both_headings() -> None:
    chunks = chunk_pages(
        [page_of(("3 Waste", ""), ("3.1 Bins", "Out on Tuesday."), ("3.2 Glass", " ".join(SENTENCES[:5])))]
    )
    assert [chunk.heading for chunk in chunks] == ["3 Waste / 3.1 Bins / 3.2 Glass"]
    assert "Out on Tuesday." in chunks[0].text


def test_an_entry_is_never_split() -> None:
    answer = "When?\n" + " ".join(SENTENCES[:40])
    entire = PageText(1, answer, ((0, "When?"),), entire=True)
    assert [chunk.text for chunk in chunk_pages([entire])] == [answer]
    assert len(chunk_pages([PageText(1, answer, ((0, "When?"),))])) > 1


def test_flags_travel_with_the_text() -> None:
    flags = frozenset({PageFlag.WHITE_TEXT})
    assert chunk_pages([PageText(1, "Words.", flags=flags)])[0].flags == flags


@pytest.mark.parametrize("text", ["", "\n", "***", "• —"])
def test_nothing_to_say_is_no_chunk(text: str) -> None:
    assert chunk_pages([PageText(1, text)]) == []


PIECES = st.lists(st.sampled_from(["word", "Word.", "\n", "unbroken", "Is it? Yes.", " ", "é", "1."]), max_size=400)


def _numbered(number: int, piece: str) -> str:
    """Unlike every other piece, so that a slice has one place in the text."""
    return "".join(f"{number}x{row}" for row in range(250)) if piece == "unbroken" else f"{number} {piece}"


@given(pieces=PIECES, at=st.lists(st.integers(0, 3000), max_size=5))
def test_whatever_the_page_chunks_cover_it_in_exact_slices(pieces: list[str], at: list[int]) -> None:
    text = " ".join(_numbered(n, piece) for n, piece in enumerate(pieces)).strip()
    headings = tuple((offset, f"Title {offset}") for offset in sorted(at) if offset < len(text))
    chunks = chunk_pages([PageText(1, text, headings)])
    assert all(chunk.text in text and chunk.text.strip() == chunk.text != "" for chunk in chunks)
    assert all(len(chunk.text) <= TARGET + SMALLEST_REST for chunk in chunks)
    assert _uncovered(text, [chunk.text for chunk in chunks]) == ""
    assert [chunk.ordinal for chunk in chunks] == list(range(len(chunks)))


def _uncovered(text: str, slices: list[str]) -> str:
    """Letters and digits that stand in no slice, when the slices are laid over the text from left to right."""
    begin = end = 0
    missed = ""
    for piece in slices:
        begin = text.index(piece, begin)
        missed += text[end:begin]
        end = max(end, begin + len(piece))
        begin += 1
    return "".join(filter(str.isalnum, missed + text[end:]))
