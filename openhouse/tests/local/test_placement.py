"""Where the cluster lies: reachable for its account, with a socket path that fits, and never moved."""

import os
import shutil
import stat

import pytest

from openhouse.local import placement
from openhouse.local.account import server_account
from openhouse.local.commands import main
from openhouse.local.paths import Layout
from openhouse.local.placement import SOCKET_NAME, SOCKET_PATH_LIMIT, place, remembered


@pytest.fixture
def system_data(monkeypatch, open_folder):
    """Stands for /var/lib."""
    monkeypatch.setattr(placement, "SYSTEM_DATA", open_folder / "system")
    placement.SYSTEM_DATA.mkdir(mode=0o755)
    return placement.SYSTEM_DATA


@pytest.fixture
def open_layout(open_folder):
    made = Layout(open_folder / "clone" / ".local")
    made.create()
    return made


def test_data_lies_in_the_clone_if_the_account_can_go_there(open_layout):
    placed = place(open_layout, server_account())
    assert placed.home == placed.sockets == open_layout.local / "postgres"
    assert stat.S_IMODE(placed.home.stat().st_mode) == 0o700


@pytest.mark.usefixtures("as_root")
def test_home_belongs_to_the_account(open_layout):
    account = server_account()
    assert account
    assert place(open_layout, account).home.stat().st_uid == account.uid != 0


@pytest.mark.usefixtures("as_root")
def test_below_a_root_only_folder_data_goes_where_the_account_can_go(open_layout, system_data):
    open_layout.local.parent.chmod(0o700)
    account = server_account()
    assert account
    placed = place(open_layout, account)
    assert placed.home.parent == system_data
    assert account.can("-w", placed.home)
    assert not account.can("-x", open_layout.local)


@pytest.mark.usefixtures("as_root")
def test_data_stays_when_the_folder_opens_later(open_layout, system_data):
    open_layout.local.parent.chmod(0o700)
    first = place(open_layout, server_account())
    open_layout.local.parent.chmod(0o755)
    assert place(open_layout, server_account()) == first


def test_long_path_gets_a_short_socket_folder(open_folder):
    deep = Layout(open_folder / ("d" * 60) / ("e" * 60))
    deep.create()
    placed = place(deep, server_account())
    try:
        assert placed.home == deep.local / "postgres"
        assert len(os.fsencode(placed.sockets / SOCKET_NAME)) <= SOCKET_PATH_LIMIT
        assert placed.sockets.stat().st_uid == placed.home.stat().st_uid
        assert stat.S_IMODE(placed.sockets.stat().st_mode) == 0o700
        assert place(deep, server_account()) == placed
    finally:
        shutil.rmtree(placed.sockets)


def test_swept_socket_folder_is_made_anew(open_folder):
    deep = Layout(open_folder / ("d" * 60) / ("e" * 60))
    deep.create()
    first = place(deep, server_account())
    shutil.rmtree(first.sockets)
    second = place(deep, server_account())
    assert second.home == first.home
    assert second.sockets.is_dir()
    shutil.rmtree(second.sockets)


def test_record_that_a_copied_clone_brought_along_does_not_count(open_layout, open_folder):
    place(open_layout, server_account())
    copy = Layout(open_folder / "copy")
    shutil.copytree(open_layout.local, copy.local)
    assert remembered(open_layout)
    assert remembered(copy) is None
    assert place(copy, server_account()).home == copy.local / "postgres"


@pytest.mark.parametrize("command", ["up", "test", "down", "status", "clean"])
def test_copied_clone_that_shares_the_folder_is_refused_and_touches_nothing(
    open_layout, open_folder, monkeypatch, capsys, command
):
    """As a link to the first one's folder, whose server it would take for a stranger's and start a second one."""
    home = place(open_layout, server_account()).home
    (home / "data").mkdir()
    (home / "data" / "postmaster.pid").write_text(f"{os.getpid()}\n")
    (open_folder / "copy").mkdir()
    (open_folder / "copy" / ".local").symlink_to(open_layout.local)
    before = open_layout.placement_file.read_text()
    monkeypatch.setenv("LOCAL_DIR", str(open_folder / "copy" / ".local"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert main([command]) == 1
    told = capsys.readouterr().err
    assert f"is the data of the checkout in {open_layout.local.parent}: remove the link" in told
    assert (home / "data" / "postmaster.pid").exists()
    assert open_layout.placement_file.read_text() == before
    assert not open_layout.keep_file.exists()
