"""The commands as a person runs them, on a clone of their own with a real server."""

import json
import os
import shutil
import signal
import stat
from pathlib import Path

import psycopg
import pytest

from openhouse.local import secrets
from openhouse.local.database import create_database, url_for
from openhouse.local.server import known_cluster
from openhouse.local.sources import choose_programs, wheel_programs
from openhouse.testing.waiting import wait_for

WAITING = """
import pathlib, sys, time
pathlib.Path(sys.argv[1] + "-started").touch()
while not pathlib.Path(sys.argv[1]).exists():
    time.sleep(0.05)
"""

pytestmark = pytest.mark.slow


def app_url(clone):
    return secrets.read(clone.layout.env_file)["DATABASE_URL"]


def admin_url(clone):
    return secrets.read(clone.layout.admin_file)["DATABASE_ADMIN_URL"]


def who(url):
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT current_user").fetchone()[0]


def server_pid(clone):
    return int((known_cluster(clone.layout).data / "postmaster.pid").read_text().split()[0])


def test_up_status_down(clone):
    assert clone.run("up")[0] == 0
    assert who(app_url(clone)) == "openhouse_app"
    assert "PostgreSQL: running" in clone.run("status")[1]
    assert clone.run("down") == (0, "stopped\n")
    assert "PostgreSQL: not running" in clone.run("status")[1]
    assert clone.run("down") == (0, "nothing was running\n")


def test_server_listens_on_its_socket_only_and_wants_a_password(clone):
    clone.run("up")
    with psycopg.connect(admin_url(clone)) as connection:
        shown = [
            connection.execute(f"SHOW {name}").fetchone()[0]
            for name in ("listen_addresses", "fsync", "jit", "shared_buffers", "max_connections", "server_encoding")
        ]
    assert shown == ["", "on", "off", "256MB", "200", "UTF8"]
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        who(url_for(admin_url(clone), password="wrong"))


@pytest.mark.usefixtures("as_root")
def test_root_starts_the_server_as_somebody_else(clone):
    clone.run("up")
    assert os.stat(f"/proc/{server_pid(clone)}").st_uid != 0


@pytest.mark.usefixtures("as_root")
def test_clone_that_only_root_can_enter(private_clone):
    code, output = private_clone.run("up")
    assert code == 0, output
    home = known_cluster(private_clone.layout).placement.home
    assert home.parent == Path("/var/lib")
    assert who(app_url(private_clone)) == "openhouse_app"
    assert private_clone.run("clean")[0] == 0
    assert not home.exists()


@pytest.mark.usefixtures("as_root")
def test_programs_that_only_root_can_reach_are_copied(clone, tmp_path):
    programs = choose_programs(clone.layout, {}, major=None)
    hidden = tmp_path / "hidden"
    (hidden / "bin").mkdir(parents=True)
    hidden.chmod(0o700)
    for name in ("initdb", "postgres"):
        (hidden / "bin" / name).write_text(f'#!/bin/sh\nexec {programs.folder / name} "$@"\n')
        (hidden / "bin" / name).chmod(0o700)
    code, output = clone.run("up", POSTGRES_BIN=str(hidden / "bin"))
    assert code == 0, output
    assert (known_cluster(clone.layout).placement.home / "programs" / "bin" / "initdb").exists()


@pytest.mark.usefixtures("as_root")
def test_the_wheel_is_copied_with_its_libraries(clone, layout, tmp_path):
    programs = wheel_programs(layout)
    package = programs.folder.parents[1]
    hidden = tmp_path / "hidden"
    for folder in (package, programs.libraries):
        shutil.copytree(folder, hidden / folder.name)
    hidden.chmod(0o700)
    code, output = clone.run("up", POSTGRES_BIN=str(hidden / programs.folder.relative_to(package.parent)))
    assert code == 0, output
    assert who(app_url(clone)) == "openhouse_app"


def test_half_made_cluster_is_made_again(clone):
    clone.run("up")
    clone.run("down")
    cluster = known_cluster(clone.layout)
    cluster.complete.unlink()
    (cluster.data / "global" / "pg_control").unlink()
    code, output = clone.run("up")
    assert (code, output.splitlines()[0]) == (0, "the local database was only half made: making it again")
    assert who(app_url(clone)) == "openhouse_app"


def test_server_killed_outright_comes_back_with_its_data(clone):
    clone.run("up")
    create_database(admin_url(clone), "kept")
    os.kill(server_pid(clone), signal.SIGKILL)
    assert clone.run("up")[0] == 0
    assert who(url_for(admin_url(clone), dbname="kept")) == "postgres"


def test_stale_pid_file_of_a_living_stranger(clone):
    clone.run("up")
    clone.run("down")
    data = known_cluster(clone.layout).data
    (data / "postmaster.pid").write_text(f"{os.getpid()}\n{data}\n")
    code, output = clone.run("up")
    assert code == 0
    assert f"named process {os.getpid()}, which is not PostgreSQL" in output


def test_server_that_cannot_start_is_one_line_with_its_log(clone):
    clone.run("up")
    clone.run("down")
    cluster = known_cluster(clone.layout)
    with (cluster.data / "postgresql.conf").open("a") as settings:
        settings.write("no_such_setting = 1\n")
    code, output = clone.run("up")
    assert code == 1
    complaint = output.splitlines()[-1]
    assert complaint.startswith("openhouse: PostgreSQL did not start:")
    assert str(cluster.log) in complaint


def test_lost_password_is_one_line(clone):
    clone.run("up")
    clone.layout.admin_file.unlink()
    code, output = clone.run("up")
    assert code == 1
    assert output.splitlines()[-1].endswith("does not open the local database: run make clean")


def test_named_superuser_prepares_its_server_and_starts_nothing(clone, open_folder):
    clone.run("up")
    other = type(clone)(open_folder / "other")
    other.create()
    code, output = other.run("manage", "migrate", DATABASE_URL=url_for(admin_url(clone), dbname="houses"))
    assert code == 0, output
    assert "preparing its roles and the database houses" in output
    assert who(app_url(other)) == "openhouse_app"
    assert psycopg.conninfo.conninfo_to_dict(app_url(other))["dbname"] == "houses"
    assert known_cluster(other.layout) is None


def test_named_app_and_migrator_are_taken_as_they_are(clone, open_folder):
    clone.run("up")
    given = secrets.read(clone.layout.env_file)
    other = type(clone)(open_folder / "other")
    other.create()
    code, output = other.run("manage", "migrate", DATABASE_URL=given["DATABASE_URL"])
    assert code == 1
    assert output.count("\n") == 1
    assert "DATABASE_MIGRATOR_URL must be given" in output
    both = {name: given[name] for name in ("DATABASE_URL", "DATABASE_MIGRATOR_URL")}
    assert other.run("manage", "migrate", **both)[0] == 0
    code, output = other.run("test", **both)
    assert code == 1
    assert "DATABASE_URL must name a superuser" in output


@pytest.mark.parametrize("url", ["postgresql://u:secret@127.0.0.1:1/x", "nonsense", "postgresql://u@/x?host=/nowhere"])
def test_address_that_leads_nowhere_is_one_line_without_its_password(clone, url):
    code, output = clone.run("up", DATABASE_URL=url)
    assert code == 1
    assert output.startswith("openhouse: DATABASE_URL does not lead to a server: ")
    assert output.count("\n") == 1
    assert "secret" not in output


def test_pytest_gets_its_arguments_and_addresses_and_gives_its_exit_code(clone):
    (clone.root / "test_it.py").write_text(
        "import os, psycopg\n"
        "def test_one():\n"
        "    psycopg.connect(os.environ['DATABASE_ADMIN_URL']).close()\n"
        "    assert os.environ['DJANGO_SETTINGS_MODULE'] == 'openhouse.settings.test'\n"
        "def test_two():\n"
        "    assert False\n"
    )
    alone = ("-p", "no:django", "-p", "no:randomly", "test_it.py")
    code, output = clone.run("test", *alone, "-k", "one or nothing")
    assert (code, "1 passed, 1 deselected" in output) == (0, True), output
    assert clone.run("test", *alone)[0] == 1
    assert "PostgreSQL: not running" in clone.run("status")[1]


def test_tests_leave_a_server_that_others_use(clone):
    clone.run("up")
    clone.run("test", "--version")
    assert "PostgreSQL: running" in clone.run("status")[1]


def test_two_commands_at_once_share_a_server_and_the_last_stops_it(clone):
    (clone.root / "manage.py").write_text(WAITING)
    first, second = clone.start("manage", "one"), clone.start("manage", "two")
    wait_for(lambda: all((clone.root / f"{name}-started").exists() for name in ("one", "two")))
    (clone.root / "one").touch()
    assert first.wait(60) == 0
    assert "PostgreSQL: running" in clone.run("status")[1]
    (clone.root / "two").touch()
    assert second.wait(60) == 0
    assert "PostgreSQL: not running" in clone.run("status")[1]


def test_files_hold_no_secret_for_others(clone):
    clone.run("up")
    for file in (clone.layout.env_file, clone.layout.admin_file):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "SUPERUSER_PASSWORD" not in secrets.read(clone.layout.env_file)
    password = secrets.read(clone.layout.admin_file)["SUPERUSER_PASSWORD"]
    assert password not in known_cluster(clone.layout).log.read_text()
    assert not (known_cluster(clone.layout).placement.home / "password").exists()
    assert json.loads(clone.layout.placement_file.read_text())["clone"] == str(clone.layout.local)
