"""Which documents a development has, and the files they become."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from apps.demo.rendering import docx, faq, markdown, pdf, plain
from apps.demo.rendering.blocks import parse
from apps.demo.rendering.source import Source

from .facts import Estate, Facts
from .prose import write

RENDERERS: Mapping[str, Callable[[Source], bytes]] = {
    "pdf": pdf.render,
    "docx": docx.render,
    "md": markdown.render,
    "txt": plain.render,
    "csv": faq.render,
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A document that every development has. `key` names its text, or the folder of its chapters."""

    key: str
    title: str
    ending: str
    subtitle: str = ""
    must_read: bool = False


KINDS = (
    Kind("guide", "Home User Guide", "pdf", "How your home works, and how to look after it", must_read=True),
    Kind("warranty", "Warranty and Insurance", "pdf", "What is covered, for how long, and how to claim"),
    Kind("heating", "Heating and Hot Water", "pdf", "Settings, faults and service"),
    Kind("ventilation", "Ventilation", "pdf", "Use, cleaning and service"),
    Kind("appliances", "Appliances", "pdf", "Kitchen and laundry"),
    Kind("waste-parking", "Waste and Parking", "pdf", "Collections, visitors and charging"),
    Kind("snagging", "Snagging and Defects", "docx"),
    Kind("faq", "Questions and Answers", "csv"),
    Kind("moving-in", "First Week Checklist", "md", must_read=True),
    Kind("winter", "Winter and Holidays", "txt"),
)
HOME_SHEET = Kind("home-sheet", "Where Things Are", "pdf", must_read=True)


@dataclass(frozen=True, slots=True)
class DemoDocument:
    """One file to upload; `house_type_code` is None when it is for all house types."""

    estate: Estate
    kind: Kind
    house_type: Facts | None = None

    @property
    def key(self) -> str:
        return self.house_type["code"].lower() if self.house_type else self.kind.key

    @property
    def file_name(self) -> str:
        return f"{self.estate.slug}-{self.key}.{self.kind.ending}"

    @property
    def title(self) -> str:
        about = f"{self.house_type['code']} {self.house_type['name']}:" if self.house_type else self.estate.name
        return f"{about} {self.kind.title}"

    @property
    def house_type_code(self) -> str | None:
        return self.house_type["code"] if self.house_type else None

    def render(self) -> bytes:
        """The bytes of the file, the same every time."""
        return RENDERERS[self.kind.ending](self._source())

    def _source(self) -> Source:
        form = f"{self.house_type['name']}, {self.house_type['form']}" if self.house_type else ""
        return Source(
            title=f"{self.key.upper()} {self.kind.title}" if self.house_type else self.kind.title,
            subtitle=form or self.kind.subtitle,
            place=self.estate.name,
            author=self.estate.builder.name,
            edition=self.estate.facts["development"]["edition"],
            colour=self.estate.builder.colour,
            blocks=parse(write(self.kind.key, self.estate, self.house_type)),
            long=self.kind.key == "guide",
        )


def documents_of(estate: Estate) -> Iterator[DemoDocument]:
    """Every document of the development: the common ones, then a sheet for each house type."""
    for kind in KINDS:
        yield DemoDocument(estate, kind)
    for house_type in estate.house_types:
        yield DemoDocument(estate, HOME_SHEET, house_type)
