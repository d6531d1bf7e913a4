"""Rotating the signing key: the file as it is before and after, and what is said of it."""

import json
import stat
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

OLD = "an old signing key of more than 32 characters"
ENV = f"SECRET_KEY=s\nJWT_SIGNING_KEY={OLD}\nJWT_PREVIOUS_KEY=older\nGATE_KEY=g\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "env"
    path.write_text(ENV, encoding="utf-8")
    return path


def pairs(file):
    return dict(line.split("=", 1) for line in file.read_text(encoding="utf-8").splitlines())


def rotate(file, *options):
    call_command("rotate_keys", "--file", str(file), *options, stdout=(out := StringIO()))
    return out.getvalue()


def test_new_key_signs_and_the_old_one_is_kept_for_verifying(file):
    told = rotate(file)
    after = pairs(file)
    assert after.keys() == {"SECRET_KEY", "GATE_KEY", "JWT_SIGNING_KEY", "JWT_PREVIOUS_KEY"}
    assert (after["JWT_PREVIOUS_KEY"], after["SECRET_KEY"], after["GATE_KEY"]) == (OLD, "s", "g")
    assert len(after["JWT_SIGNING_KEY"]) >= 48
    assert not [secret for secret in (OLD, after["JWT_SIGNING_KEY"]) if secret in told]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_second_rotation_moves_on(file):
    rotate(file)
    first = pairs(file)["JWT_SIGNING_KEY"]
    rotate(file)
    assert pairs(file)["JWT_PREVIOUS_KEY"] == first != pairs(file)["JWT_SIGNING_KEY"]


def test_dry_run_changes_nothing(file):
    told = json.loads(rotate(file, "--dry-run", "--json"))
    assert told == {"file": str(file), "rotated": False, "dry_run": True}
    assert file.read_text(encoding="utf-8") == ENV


def test_without_a_file_it_says_what_to_do(settings):
    settings.KEY_FILE = None
    call_command("rotate_keys", stdout=(out := StringIO()))
    assert all(name in out.getvalue() for name in ("JWT_PREVIOUS_KEY", "SECRET_KEY_FALLBACKS", "GATE_KEY"))
    assert settings.JWT_SIGNING_KEY not in out.getvalue()


@pytest.mark.parametrize("text", ["", "JWT_SIGNING_KEY=short\n", f"JWT_SIGNING_KEY={OLD}\n" * 2])
def test_a_file_without_one_good_key_is_left_alone(tmp_path, text):
    path = tmp_path / "env"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match="JWT_SIGNING_KEY once"):
        rotate(path)
    assert path.read_text(encoding="utf-8") == text


def test_a_file_that_is_not_there_is_one_clear_line(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        rotate(tmp_path / "none")
