"""The markup of the demo's texts, a small part of Markdown, as a list of blocks that every renderer understands."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

HEADING = re.compile(r"(#{1,3}) (.+)")
ITEM = re.compile(r"(?:- |(\d+)\. )(.+)")
NOTE = re.compile(r"> \*\*(\w+)\.\*\* (.+)", re.DOTALL)
TABLE_RULE = re.compile(r"\|[| ]*-[-| ]*\|")


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 1 is a chapter."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list; `ordered` when its steps are to be done in turn."""

    ordered: bool
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The first row names the columns."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A boxed remark; `label` is Note, Tip, Warning or Danger."""

    label: str
    text: str


Block = Heading | Paragraph | Items | Table | Note


def parse(text: str) -> list[Block]:
    """Blocks of `text`, which are separated by empty lines. Lists that follow each other are one list."""
    blocks: list[Block] = []
    for group in re.split(r"\n\s*\n", text.strip()):
        for block in _blocks(group.strip().splitlines()):
            _append(blocks, block)
    return blocks


def _append(blocks: list[Block], block: Block) -> None:
    before = blocks[-1] if blocks else None
    if isinstance(before, Items) and isinstance(block, Items) and before.ordered == block.ordered:
        blocks[-1] = replace(before, items=before.items + block.items)
    else:
        blocks.append(block)


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    if not lines:
        return
    heading = HEADING.fullmatch(lines[0].strip())
    if heading:
        yield Heading(len(heading[1]), heading[2])
        yield from _blocks(lines[1:])
    else:
        yield _block(lines)


def _block(lines: Sequence[str]) -> Block:
    first = lines[0]
    if first.startswith("|"):
        return Table(tuple(_cells(line) for line in lines if not TABLE_RULE.fullmatch(line.strip())))
    if first.startswith("> "):
        return _note(" ".join(line.removeprefix("> ").strip() for line in lines))
    if item := ITEM.fullmatch(first):
        return Items(item[1] is not None, tuple(_items(lines)))
    return Paragraph(" ".join(line.strip() for line in lines))


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))


def _note(text: str) -> Note:
    note = NOTE.fullmatch("> " + text)
    return Note(note[1], note[2]) if note else Note("Note", text)


def _items(lines: Sequence[str]) -> Iterator[str]:
    open_item = ""
    for line in lines:
        item = ITEM.fullmatch(line)
        if item and open_item:
            yield open_item
        open_item = item[2] if item else f"{open_item} {line.strip()}"
    yield open_item
