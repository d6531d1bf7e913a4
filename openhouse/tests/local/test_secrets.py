"""Secrets of a clone: generated once, private, and apart for application and administration."""

import stat

from openhouse.local import secrets


def test_file_is_private_and_secrets_are_long(layout):
    values = secrets.generated(layout.env_file, secrets.APPLICATION)
    assert stat.S_IMODE(layout.env_file.stat().st_mode) == 0o600
    assert set(values) == set(secrets.APPLICATION)
    assert all(len(value) >= 48 for value in values.values())
    assert len(set(values.values())) == len(values)


def test_second_run_changes_nothing(layout):
    first = secrets.generated(layout.env_file, secrets.APPLICATION)
    assert secrets.generated(layout.env_file, secrets.APPLICATION) == first


def test_missing_secret_is_added_and_others_stay(layout):
    secrets.write(layout.env_file, {"SECRET_KEY": "mine", "OTHER": "a=b"})
    values = secrets.generated(layout.env_file, secrets.APPLICATION)
    assert values["SECRET_KEY"] == "mine"
    assert values["OTHER"] == "a=b"
    assert values["GATE_KEY"]


def test_mode_is_repaired_on_write(layout):
    secrets.write(layout.env_file, {"A": "1"})
    layout.env_file.chmod(0o644)
    secrets.update(layout.env_file, B="2")
    assert stat.S_IMODE(layout.env_file.stat().st_mode) == 0o600
    assert secrets.read(layout.env_file) == {"A": "1", "B": "2"}


def test_unreadable_lines_are_left_out(layout):
    layout.env_file.write_text("# comment=1\n\nnothing\nA = 1\n")
    assert secrets.read(layout.env_file) == {"A": "1"}
