"""The small markup: what a text says reaches every renderer."""

import pytest

from apps.demo.rendering import faq, markdown, plain
from apps.demo.rendering.blocks import Heading, Items, Note, Paragraph, Table, parse
from apps.demo.rendering.inline import Run, runs, to_plain, to_reportlab
from apps.demo.rendering.source import Source

TEXT = """
# Heating
## Fault codes
Look at the **display**
first.

1. Open the valve.

2. Close it, when the
   gauge says 1.5 bar.

- A point

| Code | Meaning |
|---|---|
| F22 | |

> **Warning.** Never open
> the casing.
"""
BLOCKS = [
    Heading(1, "Heating"),
    Heading(2, "Fault codes"),
    Paragraph("Look at the **display** first."),
    Items(True, ("Open the valve.", "Close it, when the gauge says 1.5 bar.")),
    Items(False, ("A point",)),
    Table((("Code", "Meaning"), ("F22", ""))),
    Note("Warning", "Never open the casing."),
]


def test_blocks_are_recognised_and_lists_that_follow_each_other_joined() -> None:
    assert parse(TEXT) == BLOCKS


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("plain", [Run("plain")]),
        ("a **b** c", [Run("a "), Run("b", bold=True), Run(" c")]),
        ("*b*", [Run("b", italic=True)]),
        ("2 * 3 * 4", [Run("2 * 3 * 4")]),
    ],
)
def test_emphasis(text: str, found: list[Run]) -> None:
    assert runs(text) == found


def test_reportlab_gets_escaped_text_and_whole_numbers() -> None:
    assert to_reportlab("**R&D** < 1.5 bar") == "<b>R&amp;D</b> &lt; 1.5\u00a0bar"
    assert to_plain("**R&D** *x*") == "R&D x"


def test_plain_text_keeps_the_numbers_of_steps() -> None:
    text = plain.render(_source()).decode()
    assert "2. Close it, when the gauge says 1.5 bar." in text
    assert "WARNING: Never open the casing." in text


def test_markdown_reads_as_the_same_blocks() -> None:
    written = markdown.render(_source()).decode()
    assert parse(written)[1:] == BLOCKS


def test_headings_are_questions_and_what_follows_their_answers() -> None:
    rows = faq.render(_source()).decode().splitlines()
    assert rows == ["question,answer", "Fault codes,Look at the display first."]


def _source() -> Source:
    return Source("Heating", "", "Oak Park", "A builder", "Edition 1", "#336699", BLOCKS)
