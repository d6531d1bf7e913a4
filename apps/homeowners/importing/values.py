"""One cell as the value of one field. What cannot be one is a `Wrong` with a code and a sentence for the builder."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import DecimalField
from django.utils.translation import gettext as _

from apps.developments.models import Unit
from apps.homeowners.models import Homeowner

BEDROOMS = re.compile(r"\s*(\d{1,2})(?:\s*[-\u2013]?\s*(?:bed(?:room)?s?|br|seomra\w*)\b.*)?\s*", re.IGNORECASE)
STUDIO = re.compile(r"\s*studio\b.*", re.IGNORECASE)
AREA = re.compile(r"\s*([\d.,' ]*\d)\s*(m2|m²|sq\.?\s*m\.?|sqm|ft2|ft²|sq\.?\s*f(?:t|eet)\.?|sqft)?\s*", re.IGNORECASE)
THOUSANDS = re.compile(r"\d{1,3}(?:[,' ]\d{3})+(?:\.\d+)?")
FEET_IN_M2 = Decimal("0.09290304")
MOST_BEDROOMS = 50
LETTERS = "AC-FHKNPRTV-Y"
# By the builder's country; elsewhere any short code of letters and digits will do.
POSTCODES = {
    "IE": re.compile(rf"((?:[{LETTERS}]\d{{2}})|D6W) ?([0-9{LETTERS}]{{4}})"),
    "GB": re.compile(r"([A-Z]{1,2}\d[A-Z\d]?) ?(\d[A-Z]{2})"),
}
ANY_POSTCODE = re.compile(r"()([A-Z0-9][A-Z0-9 -]{1,11})")


class Wrong(ValueError):
    """The cell cannot be the value of its column."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


def text(field: str, cell: str) -> str:
    return fitting(field, " ".join(cell.split()))


def lines(field: str, cell: str) -> str:
    """Lines of one cell as one line."""
    found = (" ".join(line.split()).strip(" ,") for line in cell.splitlines())
    return fitting(field, ", ".join(line for line in found if line))


def fitting(field: str, value: str) -> str:
    longest = LONGEST[field]
    if len(value) > longest:
        raise Wrong("too_long", _("This is too long: %(longest)s characters at most.") % {"longest": longest})
    return value


def bedrooms(field: str, cell: str) -> int:
    if STUDIO.fullmatch(cell):
        return 0
    found = BEDROOMS.fullmatch(cell)
    if not found or int(found[1]) > MOST_BEDROOMS:
        raise Wrong("bad_number", _("This is no number of bedrooms, such as 3 or 3 Bedroom."))
    return int(found[1])


def square_metres(field: str, cell: str) -> Decimal:
    return _area(field, cell, feet=False)


def square_feet(field: str, cell: str) -> Decimal:
    return _area(field, cell, feet=True)


def _area(field: str, cell: str, *, feet: bool) -> Decimal:
    """In square metres. A unit in the cell counts more than the column's."""
    found = AREA.fullmatch(cell)
    number = _decimal(found[1]) if found else None
    if found is None or number is None:
        raise Wrong("bad_number", _("This is no area, such as 112.5."))
    feet = "f" in found[2].casefold() if found[2] else feet
    area = (number * FEET_IN_M2 if feet else number).quantize(Decimal("0.01"))
    if area >= 10 ** INTEGER_DIGITS[field]:
        raise Wrong("bad_number", _("This area is too large."))
    return area


def _decimal(written: str) -> Decimal | None:
    """Both `1,205.5` and `112,5`; None for what is neither."""
    plain = re.sub(r"[,' ]", "", written) if THOUSANDS.fullmatch(written) else written.replace(",", ".")
    return Decimal(plain) if re.fullmatch(r"\d{1,12}(?:\.\d+)?", plain) else None


def postcode(country: str) -> Callable[[str, str], str]:
    def read(field: str, cell: str) -> str:
        found = POSTCODES.get(country, ANY_POSTCODE).fullmatch(" ".join(cell.upper().replace("-", " ").split()))
        if not found:
            example = {"IE": " D02 X285", "GB": " SW1A 1AA"}.get(country, "")
            raise Wrong(
                "bad_eircode", _("This is no valid code%(example)s.") % {"example": example and f", such as{example}"}
            )
        return f"{found[1]} {found[2]}".strip()

    return read


def email(cell: str) -> str:
    try:
        validate_email(cell)
    except ValidationError:
        raise Wrong("bad_email", _("This is no e-mail address: %(text)s") % {"text": cell[:80]}) from None
    return fitting("email", cell)


def _lengths() -> dict[str, int]:
    fields = [*Unit._meta.fields, *(Homeowner._meta.get_field(name) for name in ("name", "email", "phone"))]
    return {field.name: field.max_length for field in fields if field.max_length}


LONGEST: Mapping[str, int] = _lengths()
INTEGER_DIGITS: Mapping[str, int] = {
    field.name: field.max_digits - field.decimal_places
    for field in Unit._meta.fields
    if isinstance(field, DecimalField)
}
Reader = Callable[[str, str], Any]
# A row's errors come in this order. Which house types there are the development knows, so `rows` puts its reader in.
READERS: Mapping[str, Reader] = {
    "unit_number": text,
    "address": lines,
    "house_type_code": text,
    "city": text,
    "bedrooms": bedrooms,
    "floor_area_m2": square_metres,
    "floor_area_sqft": square_feet,
    "plot_area_m2": square_metres,
}
