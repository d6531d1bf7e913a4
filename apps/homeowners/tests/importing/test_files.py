"""Whatever a spreadsheet program saves is read; whatever wants to do harm is refused with a sentence."""

import datetime
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from apps.core.tests.compound_files import compound_file

from . import lists
from .lists import counts

HOMES = lists.plain(
    ["07", "7 Páirc na Darach\nBaile Átha Cliath", "BD01", "Seán & Áine Ó Briain", "sean@example.test"],
    ["8", '8 "Oak" Park; Dublin, 2', "BD02", "", ""],
)
FORMS = {
    "utf-8": lambda: lists.as_csv(HOMES),
    "utf-8 with mark": lambda: lists.as_csv(HOMES, encoding="utf-8-sig"),
    "windows": lambda: lists.as_csv(HOMES, encoding="cp1252", delimiter=";"),
    "utf-16": lambda: lists.as_csv(HOMES, encoding="utf-16", delimiter="\t", name="homes.txt"),
    "utf-16 without mark": lambda: lists.as_csv(HOMES, encoding="utf-16-be", delimiter="\t", name="homes.TSV"),
    "says its separator": lambda: lists.as_csv([["sep=|"], *HOMES], delimiter="|"),
    "xlsx": lambda: lists.as_xlsx(HOMES),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_read_alike(sent, present, form):
    body = sent(FORMS[form]()).json()
    assert counts(body) == [2, 2, 0, 0, 0], body
    homes, names = present()
    assert homes["07"].address == "7 Páirc na Darach, Baile Átha Cliath"
    assert homes["8"].address == '8 "Oak" Park; Dublin, 2'
    assert names["07"] == ["Seán Ó Briain", "Áine Ó Briain"]


def test_a_workbook_is_read_where_its_homes_are(sent, present):
    book = Workbook()
    book.active.append(["Read me first"])
    hidden = book.create_sheet("Old")
    hidden.sheet_state = "hidden"
    sheet = book.create_sheet("Phase 2")
    sheet["B5"], sheet["C5"], sheet["D5"] = "Plot", "Address", "House type"
    sheet["B8"], sheet["C8"], sheet["D8"] = 7, "7 Oak Park", "BD01"
    sheet["B9"], sheet["C9"], sheet["D9"] = datetime.date(2026, 2, 1), "8 Oak Park", "=A1"
    book.save(out := io.BytesIO())
    body = sent(SimpleUploadedFile("homes.xlsx", out.getvalue()), only_valid="true").json()
    assert [(e["row"], e["column"], e["code"]) for e in body["errors"]] == [
        (9, "Plot", "date"),
        (9, "House type", "formula"),
    ]
    assert set(present()[0]) == {"1", "2", "7"}


def archive(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def changed(part, change):
    """A real workbook with one part of it changed."""
    source, out = zipfile.ZipFile(lists.as_xlsx(HOMES)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name in source.namelist():
            content = source.read(name)
            file.writestr(name, change(content) if name == part else content)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def entities(content):
    return LAUGHS + content.replace(b"Oak", b"&b;", 1)


def far_cell(content):
    return content.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')


HOSTILE = {
    "empty": ("homes.csv", lambda: b"", "empty"),
    "blank": ("homes.csv", lambda: b"\n\n,,,\n", "empty"),
    "binary": ("homes.csv", lambda: bytes(range(256)) * 40, "not_text"),
    "a PDF": ("homes.csv", lambda: b"%PDF-1.7\n1,2,3", "content_mismatch"),
    "a workbook by another name": ("homes.csv", lambda: changed("", None), "content_mismatch"),
    "text by another name": ("homes.xlsx", lambda: b"Unit,Address,Type\n1,a,b", "content_mismatch"),
    "an archive": ("homes.xlsx", lambda: archive(**{"a.txt": b"a"}), "content_mismatch"),
    "a program": ("homes.exe", lambda: b"MZ", "unsupported_type"),
    "old Excel": ("homes.xls", lambda: compound_file("Workbook"), "old_format"),
    "old Excel by another name": ("homes.xlsx", lambda: compound_file("Workbook"), "old_format"),
    "a password": ("homes.xlsx", lambda: compound_file("EncryptedPackage"), "encrypted"),
    "a password on text": ("homes.csv", lambda: compound_file("EncryptedPackage"), "content_mismatch"),
    "macros by name": ("homes.xlsm", lambda: changed("", None), "macros"),
    "macros inside": ("homes.xlsx", lambda: archive(**{"xl/workbook.xml": b"", "xl/vbaProject.bin": b"x"}), "macros"),
    "cut off": ("homes.xlsx", lambda: changed("", None)[:-200], "damaged"),
    "no XML": ("homes.xlsx", lambda: changed("xl/workbook.xml", lambda content: b"<a"), "damaged"),
    "entities": ("homes.xlsx", lambda: changed(SHEET, entities), "damaged"),
    "a bomb": ("homes.xlsx", lambda: changed(SHEET, lambda content: content + b" " * 60_000_000), "too_complex"),
    "a cell at the very end": ("homes.xlsx", lambda: changed(SHEET, far_cell), "too_many_rows"),
    "too many rows": ("homes.csv", lambda: b"Unit,Address,Type\n" + b"1,a,b\n" * 20_001, "too_many_rows"),
    "too many columns": ("homes.csv", lambda: b"Unit,Address,Type" + b",x" * 300, "too_many_columns"),
    "a cell without end": ("homes.csv", lambda: b'Unit,Address,Type\n1,"' + b"a" * 500_000, "damaged"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence(sent, name):
    file_name, content, code = HOSTILE[name]
    refused = sent(SimpleUploadedFile(file_name, content()))
    assert refused.status_code == 400, refused.content
    (error,) = refused.json()["errors"]
    assert (error["field"], error["code"]) == ("file", code)
    assert error["message"].endswith(".")


def test_a_file_larger_than_any_list_is_refused(sent):
    refused = sent(SimpleUploadedFile("homes.csv", b"a" * (10 * 1024 * 1024 + 1)))
    assert (refused.status_code, refused.json()["code"]) == (413, "too_large")


def test_no_file_is_no_answer(builder, estate_a):
    assert builder.post(lists.path(estate_a.development), {"dry_run": "true"}).status_code == 400
