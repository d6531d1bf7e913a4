"""Word's XML: safe parsing and the names it uses. No document type is accepted, so no entity can be declared."""

from xml.etree.ElementTree import Element, XMLParser, fromstring

from apps.documents.ingestion.failures import ExtractionFailed, FailureCode

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT_W = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def parse(data: bytes) -> Element:
    """The tree of one part. Raises ExtractionFailed for a document type, ParseError for anything else that is wrong."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ExtractionFailed(FailureCode.NOT_SUPPORTED, "document type")
    # Word writes UTF-8; insisting on it closes the detour of a document type in another encoding.
    parser = XMLParser(encoding="utf-8")  # noqa: S314 - without a document type there is no entity to expand
    return fromstring(data.replace(STRICT_W, W[1:-1].encode()), parser)  # noqa: S314


def value(element: Element | None, name: str = "val") -> str:
    """An attribute of the main namespace, or nothing."""
    return element.get(W + name, "") if element is not None else ""
