"""The texts with an estate's facts put in. A placeholder without a fact is an error, never a gap in a document."""

from functools import cache
from pathlib import Path

from django.template import Context, Engine

from .facts import Estate, Facts

FOLDER = Path(__file__).with_name("texts")
MISSING = "MISSING[%s]"


class FactMissing(LookupError):
    """A text asks for a fact that the development's file does not hold."""


def write(template: str, estate: Estate, house_type: Facts | None = None) -> str:
    """The text of `template`, or of all templates of the folder of that name, in the markup of `rendering.blocks`."""
    context = Context(_facts(estate, house_type), autoescape=False, use_l10n=False)
    text = "\n\n".join(_engine().get_template(name).render(context) for name in _names(template))
    if MISSING.partition("%")[0] in text:
        raise FactMissing(f"{estate.slug}, {template}: {text[text.index('MISSING') :][:60]}")
    return text


@cache
def _engine() -> Engine:
    return Engine(dirs=[str(FOLDER)], autoescape=False, string_if_invalid=MISSING)


def _names(template: str) -> list[str]:
    if (FOLDER / template).is_dir():
        return [f"{template}/{path.name}" for path in sorted((FOLDER / template).glob("*.md"))]
    return [f"{template}.md"]


def _facts(estate: Estate, house_type: Facts | None) -> dict[str, object]:
    facts = {**estate.facts, "tenant": estate.builder, "homes": len(estate.homes())}
    if house_type:
        facts["home"] = {**house_type, "homes": estate.homes(house_type["code"])}
    return facts
