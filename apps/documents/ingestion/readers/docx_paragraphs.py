"""The lines of a Word body in reading order: paragraphs, list items, and one line for each row of a table."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from apps.documents.ingestion.pages import RawLine
from apps.documents.ingestion.readers.docx_xml import FALLBACK, W, value

PAGE_BREAK = "\f"
CELL_SEPARATOR = " | "
# Deleted text, field codes and the second copy of every text box are not what the page shows.
SKIPPED = frozenset({W + "del", W + "moveFrom", W + "instrText", W + "pPr", W + "rPr", W + "sectPr", FALLBACK})
SIGNS = {W + "tab": " ", W + "cr": "\n", W + "noBreakHyphen": "-", W + "softHyphen": ""}


class Paragraphs:
    """Reads one body. Which kind of page break counts is decided once for the whole file."""

    def __init__(self, body: Element, heading_styles: frozenset[str]) -> None:
        self._body, self._heading_styles = body, heading_styles
        self._rendered = body.find(f".//{W}lastRenderedPageBreak") is not None

    def lines(self) -> Iterator[RawLine]:
        yield from self._blocks(self._body)

    def _blocks(self, parent: Element) -> Iterator[RawLine]:
        for block in parent:
            if block.tag == W + "p":
                yield from self._paragraph(block)
            elif block.tag == W + "tbl":
                yield from self._table(block)
            elif block.tag not in SKIPPED:
                yield from self._blocks(block)

    def _paragraph(self, paragraph: Element) -> Iterator[RawLine]:
        heading = self._is_heading(paragraph)
        for text in "".join(self._text(paragraph)).split("\n"):
            yield RawLine(text, heading=heading and bool(text.strip()))

    def _is_heading(self, paragraph: Element) -> bool:
        level = value(paragraph.find(f"{W}pPr/{W}outlineLvl"))
        return value(paragraph.find(f"{W}pPr/{W}pStyle")) in self._heading_styles or level in set("012345678")

    def _table(self, table: Element) -> Iterator[RawLine]:
        for row in table.iter(W + "tr"):
            cells = (" ".join("".join(self._text(cell)).split(" ")) for cell in row.findall(W + "tc"))
            yield RawLine(CELL_SEPARATOR.join(cell.replace("\n", " ").strip(" ") for cell in cells if cell.strip()))

    def _text(self, element: Element) -> Iterator[str]:
        for node in element:
            if node.tag == W + "t":
                yield node.text or ""
            elif node.tag not in SKIPPED:
                yield self._sign(node)
                yield from self._text(node)

    def _sign(self, node: Element) -> str:
        if node.tag == W + "br":
            return self._break(node)
        if node.tag == W + "lastRenderedPageBreak":
            return PAGE_BREAK
        return "\n" if node.tag == W + "p" else SIGNS.get(node.tag, "")

    def _break(self, node: Element) -> str:
        if value(node, "type") == "page":
            return "" if self._rendered else PAGE_BREAK
        return "\n"
