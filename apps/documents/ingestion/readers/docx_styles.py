"""Which paragraph styles are headings. Names are English in every language of Word; identifiers are not."""

from xml.etree.ElementTree import Element

from apps.documents.ingestion.readers.docx_xml import W, value

DEEPEST_PARENT = 20


def heading_styles(styles: Element | None) -> frozenset[str]:
    """Identifiers of the styles that are headings themselves or are based on one."""
    known = {value(style, "styleId"): style for style in styles.iter(W + "style")} if styles is not None else {}
    return frozenset(name for name in known if _leads_to_heading(name, known, DEEPEST_PARENT))


def _leads_to_heading(name: str, known: dict[str, Element], steps: int) -> bool:
    style = known.get(name)
    if style is None or not steps:
        return False
    return _is_heading(style) or _leads_to_heading(value(style.find(W + "basedOn")), known, steps - 1)


def _is_heading(style: Element) -> bool:
    name = value(style.find(W + "name")).lower()
    level = value(style.find(f"{W}pPr/{W}outlineLvl"))
    return name.startswith("heading ") or name == "title" or level in set("012345678")
