"""A lock file proves nothing by the number in it alone."""

import os
import subprocess
import sys

import pytest

from openhouse.local.pidfile import is_alive, remove_stale, server_process
from openhouse.testing.waiting import wait_for


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def dead_process():
    finished = subprocess.Popen([sys.executable, "-c", ""])
    finished.wait()
    return finished.pid


def name_process(data, process):
    (data / "postmaster.pid").write_text(f"{process}\n{data}\n")


def test_living_stranger_is_no_server_and_its_files_go(data, capsys):
    name_process(data, os.getpid())
    (data / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n")
    assert server_process(data) is None
    remove_stale(data, data)
    assert list(data.iterdir()) == []
    assert "which is not PostgreSQL" in capsys.readouterr().out


def test_file_of_a_dead_process_is_left_to_the_server(data, dead_process):
    name_process(data, dead_process)
    assert server_process(data) is None
    remove_stale(data, data)
    assert (data / "postmaster.pid").exists()


def test_process_that_was_started_on_the_data_is_the_server(data):
    with subprocess.Popen([sys.executable, "-c", "input()", str(data)], stdin=subprocess.PIPE) as server:
        name_process(data, server.pid)
        # The kernel shows a command line only a moment after the program has been started.
        wait_for(lambda: server_process(data) == server.pid, seconds=10)
        remove_stale(data, data)
        assert (data / "postmaster.pid").exists()


@pytest.mark.parametrize("text", ["", "\n", "no number\n"])
def test_unreadable_file_names_nobody(data, text):
    (data / "postmaster.pid").write_text(text)
    assert server_process(data) is None


def test_no_file_names_nobody(data):
    assert server_process(data) is None


def test_aliveness(dead_process):
    assert is_alive(os.getpid())
    assert not is_alive(dead_process)
