"""Text of a Word file that the page does not show: hidden, tiny or white."""

from xml.etree.ElementTree import Element

from apps.documents.ingestion.pages import PageFlag
from apps.documents.ingestion.readers.docx_xml import W, value

TINY_HALF_POINTS = 4
OFF = frozenset({"0", "false", "off"})


def hidden_flags(body: Element) -> frozenset[PageFlag]:
    """Flags of the whole file. White is not reported where the file colours any background."""
    shaded = any(value(shade, "fill").lower() not in ("", "auto", "ffffff") for shade in body.iter(W + "shd"))
    return frozenset(flag for run in body.iter(W + "r") if _has_text(run) for flag in _flags(run, shaded))


def _has_text(run: Element) -> bool:
    return any((text.text or "").strip() for text in run.findall(W + "t"))


def _flags(run: Element, shaded: bool) -> set[PageFlag]:
    look = run.find(W + "rPr")
    if look is None:
        return set()
    vanish, size, colour = (look.find(W + name) for name in ("vanish", "sz", "color"))
    return (
        ({PageFlag.INVISIBLE_TEXT} if vanish is not None and value(vanish) not in OFF else set())
        | ({PageFlag.TINY_TEXT} if value(size).isdecimal() and int(value(size)) < TINY_HALF_POINTS else set())
        | ({PageFlag.WHITE_TEXT} if value(colour).lower() == "ffffff" and not shaded else set())
    )
