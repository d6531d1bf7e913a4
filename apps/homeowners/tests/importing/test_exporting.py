"""What goes out comes in again, unchanged and harmless; what could not go in goes out with the reason."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from apps.core.spreadsheets import harmless, plain
from apps.homeowners.importing import columns
from apps.homeowners.importing.names import people

from . import lists
from .lists import counts

NASTY = [
    ["10", '=HYPERLINK("http://x")', "BD01", "@SUM(A1) Byrne", "a@a.test"],
    ["11", "+353 Road", "BD02", "'=quoted", "b@a.test"],
    ["12", "-1 Oak Park", "BD01", "Smith & Sons Ltd", "c@a.test"],
    ["13", "13 Oak Park", "BD01", "Seán & Áine Ó Briain", "s@s.test, a@s.test"],
    ["14", "14 Oak Park", "BD01", "", ""],
]
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def content(response):
    return b"".join(response.streaming_content)


def rows_of(response):
    return list(csv.reader(io.StringIO(content(response).decode("utf-8-sig"))))


@given(st.text() | st.text(alphabet="'=+-@\t\r a1", max_size=6))
def test_harmless_text_is_never_a_formula_and_finds_its_way_back(text):
    assert not harmless(text).startswith(FORMULA)
    assert plain(harmless(text)) == text


@pytest.mark.parametrize("shape", ["csv", "xlsx"])
def test_an_export_is_harmless_and_changes_nothing_when_it_comes_back(
    estate_a, builder, sent, present, superuser, shape
):
    assert sent(lists.as_csv(lists.plain(*NASTY))).json()["inserted"] == len(NASTY)
    # What the import would refuse today, and stands.
    superuser.execute("UPDATE units SET eircode = 'no code', city = ' Cork' WHERE id = %s", [estate_a.unit.pk])
    superuser.execute("UPDATE homeowners SET email = 'twice@a.test' WHERE unit_id = %s", [estate_a.unit.pk])
    before = present()
    path = f"/api/developers/developments/{estate_a.development.pk}/units/export?format={shape}"
    exported = builder.get(path)
    assert exported.headers["Content-Disposition"].endswith(f'-homes.{shape}"')
    file = content(exported)
    if shape == "csv":
        assert not [
            cell
            for row in csv.reader(io.StringIO(file.decode("utf-8-sig")))
            for cell in row
            if cell.startswith(FORMULA)
        ]
    else:
        cells = [cell for row in load_workbook(io.BytesIO(file)).active.iter_rows() for cell in row]
        assert not [cell.value for cell in cells if cell.data_type == "f" or str(cell.value).startswith(FORMULA)]
    back = sent(SimpleUploadedFile(f"homes.{shape}", file)).json()
    assert back["errors"] == []
    assert counts(back) == [7, 0, 0, 7, 0]
    assert present() == before
    trail = "SELECT request_payload FROM audit_log WHERE tenant_id = %s AND event = 'units.exported'"
    assert superuser.execute(trail, [estate_a.tenant.pk]).fetchall() == [({"shape": shape},)]


def test_an_export_is_of_ones_own_development_and_limited(estate_a, estate_b, as_staff, builder):
    path = "/api/developers/developments/{}/units/export"
    for development in (estate_b.development, estate_a.sibling_development):
        assert builder.get(path.format(development.pk)).status_code == 404
    statuses = [as_staff(estate_a.admin).get(path.format(estate_a.development.pk)).status_code for _ in range(6)]
    assert statuses == [200] * 5 + [429]


def test_the_rows_with_errors_go_out_with_the_reason_and_come_back_corrected(estate_a, builder, sent, forget_limits):
    listed = sent(lists.as_csv(lists.the_75()), only_valid="true").json()
    path = f"/api/developers/developments/{estate_a.development.pk}/imports/{listed['id']}/errors"
    header, unknown, duplicate = rows_of(builder.get(path))
    assert header[: len(lists.ODD_HEADER)] == lists.ODD_HEADER
    assert (unknown[-2], duplicate[-2]) == (str(lists.UNKNOWN_TYPE_ROW), str(lists.DUPLICATE_EMAIL_ROW))
    assert "BD01, BD02" in unknown[-1]
    assert not [cell for cell in unknown + duplicate if cell.startswith(FORMULA)]
    unknown[3], duplicate[8] = "BD01", "own@example.test"
    corrected = sent(lists.as_csv([header, unknown, duplicate])).json()
    assert counts(corrected) == [2, 2, 0, 0, 0]
    assert sent(lists.as_csv(lists.the_75()), only_valid="true").json()["unchanged"] == 73


@pytest.mark.parametrize("shape", ["csv", "xlsx"])
def test_the_empty_list_has_columns_and_codes_that_are_known(estate_a, builder, shape):
    path = f"/api/developers/developments/{estate_a.development.pk}/units/import/template?format={shape}"
    file = content(builder.get(path))
    if shape == "csv":
        header, *lines = list(csv.reader(io.StringIO(file.decode("utf-8-sig"))))
    else:
        header, *lines = [list(row) for row in load_workbook(io.BytesIO(file)).active.iter_rows(values_only=True)]
    assert None not in columns.recognised(header)
    assert columns.missing(columns.recognised(header)) == []
    assert [line[4] for line in lines] == ["BD01", "BD02"]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Seán & Áine Ó Briain", ["Seán Ó Briain", "Áine Ó Briain"]),
        ("Mr & Mrs Murphy", ["Mr Murphy", "Mrs Murphy"]),
        ("Ó Briain, Seán & Áine", ["Seán Ó Briain", "Áine Ó Briain"]),
        ("Ó Briain, Seán", ["Seán Ó Briain"]),
        ("Murphy, Tom & O'Brien, Mary", ["Tom Murphy", "Mary O'Brien"]),
        ("Byrne, Tom & Mary Walsh", ["Tom Byrne", "Mary Walsh"]),
        ("Jan and Eva van der Berg", ["Jan van der Berg", "Eva van der Berg"]),
        ("Seán P. & Mary Anne O'Neill", ["Seán P. O'Neill", "Mary Anne O'Neill"]),
        ("Seán Walsh, Áine Burke", ["Seán Walsh", "Áine Burke"]),
        ("Seán Walsh agus Áine Burke", ["Seán Walsh", "Áine Burke"]),
        ("Sandy Anderson", ["Sandy Anderson"]),
        ("Murphy & Sons Ltd", ["Murphy & Sons Ltd"]),
        (" & ", []),
        ("", []),
    ],
)
def test_a_cell_names_people(cell, names):
    assert people(cell) == names
