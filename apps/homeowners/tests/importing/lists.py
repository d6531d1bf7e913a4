"""Lists of homes as builders keep them, and as files."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from openhouse.testing.clients import ApiClient

ODD_HEADER = [
    "UNIT_NO",
    "Address Line 1",
    "address line 2",
    "House  Type",
    "Éircode",
    "No. of Beds",
    "Floor Area (m²)",
    "Purchaser(s)",
    "E-Mail",
    "Tel.",
    "Notes",
]
PLAIN_HEADER = ["Unit number", "Address", "House type", "Name", "E-mail"]
FORENAMES = ("Seán", "Áine", "Pádraig", "Órla", "Éamon", "Siobhán", "Fionnuala", "Tadhg")
SURNAMES = ("Ó Briain", "Ní Mhurchú", "Mac Giolla Phádraig", "O'Neill", "Walsh", "Kowalski-Byrne")
UNKNOWN_TYPE_ROW, DUPLICATE_EMAIL_ROW = 43, 64
Rows = Sequence[Sequence[Any]]
FIRST_ROW = 4  # two lines of title and the header stand above


def row_of_75(number: int) -> list[str]:
    """One home: every third is bought by a couple, one by a company, some by nobody yet."""
    forename, surname = FORENAMES[number % len(FORENAMES)], SURNAMES[number % len(SURNAMES)]
    couple = f"{forename} & {FORENAMES[(number + 3) % len(FORENAMES)]} {surname}"
    buyer = {0: couple, 1: f"{forename} {surname}", 2: ""}[number % 3]
    row = FIRST_ROW + number - 1
    email = f"buyer{30 if row == DUPLICATE_EMAIL_ROW else number}@example.test" if buyer else ""
    return [
        f"{number:02}" if number < 10 else str(number),
        f"{number} Páirc na Darach",
        "Baile Átha Cliath",
        "BD99" if row == UNKNOWN_TYPE_ROW else ("bd01" if number % 2 else "BD 02"),
        "D02X285" if number % 5 else "",
        "3 Bedroom" if number % 2 else "4 bed semi-detached",
        "112,5" if number % 2 else "1,205 sq ft",
        buyer,
        email,
        "+353 87 123 4567" if buyer else "",
        "Keys handed over",
    ]


def the_75() -> list[list[str]]:
    """Title, header, 75 homes: one of an unknown type, one with the e-mail address of another."""
    return [["Oak Park, phase 2"], [], ODD_HEADER, *(row_of_75(number) for number in range(1, 76))]


def as_csv(
    rows: Sequence[Sequence[Any]], *, encoding: str = "utf-8", delimiter: str = ",", name: str = "homes.csv"
) -> Any:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return SimpleUploadedFile(name, out.getvalue().encode(encoding))


def as_xlsx(rows: Rows, *, name: str = "homes.xlsx") -> Any:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    book.save(out := io.BytesIO())
    return SimpleUploadedFile(name, out.getvalue())


def plain(*homes: Sequence[str]) -> list[list[str]]:
    return [PLAIN_HEADER, *(list(home) for home in homes)]


def path(development: Any) -> str:
    return f"/api/developers/developments/{development.pk}/units/import"


def send(client: ApiClient, development: Any, file: Any, **fields: str) -> Any:
    return client.upload(path(development), file, **fields)


def counts(body: dict[str, Any]) -> list[int]:
    return [body[name] for name in ("rows", "inserted", "updated", "unchanged", "failed")]


def told(error: dict[str, Any]) -> tuple[int, str, str]:
    return error["row"], error["column"], error["code"]
