"""`import_homes`: what a builder's page does, for operators, with exit codes that mean one thing."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from . import lists


@pytest.fixture
def command(estate_a, tmp_path):
    """`command(rows, "--dry-run")`: exit code and what was printed."""

    def run(rows, *options, development=""):
        path = tmp_path / "homes.csv"
        path.write_bytes(lists.as_csv(rows).read())
        named = ["--tenant", estate_a.tenant.slug, "--development", development or estate_a.development.slug]
        out, code = StringIO(), 0
        try:
            call_command("import_homes", *named, "--file", str(path), *options, stdout=out)
        except SystemExit as ended:
            code = ended.code
        return code, out.getvalue()

    return run


def test_a_list_is_judged_then_written_and_told(command, present):
    good = lists.plain(["7", "7 Oak Park", "BD01", "Seán & Áine Ó Briain", ""])
    code, printed = command(good, "--dry-run", "--json")
    assert (code, json.loads(printed)["inserted"], set(present()[0])) == (0, 1, {"1", "2"})
    assert command(good)[1].startswith("Imported 1 new homes, 0 changed, 0 as they were, of 1 rows; 0 with errors.")
    assert present()[1]["7"] == ["Seán Ó Briain", "Áine Ó Briain"]


def test_errors_are_told_and_end_with_3(command, present):
    code, printed = command(lists.the_75())
    assert code == 3
    assert f"row {lists.UNKNOWN_TYPE_ROW}, House  Type: BD99" in printed
    assert set(present()[0]) == {"1", "2"}
    code, printed = command(lists.the_75(), "--only-valid", "--json")
    assert (code, json.loads(printed)["inserted"], len(present()[0])) == (3, 73, 75)


def test_a_development_that_is_not_there_is_a_usage_error(command):
    with pytest.raises(CommandError) as refusal:
        command(lists.the_75(), development="nowhere")
    assert refusal.value.returncode == 2
