"""`make demo` with a stand-in for Django: its order, its page, its ends."""

import json
import os
import signal
import socket
import stat
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

from openhouse.local import demo
from openhouse.local.messages import Trouble
from openhouse.local.server import known_cluster
from openhouse.testing.waiting import wait_for


@pytest.fixture
def busy_port():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


def is_free(port):
    try:
        demo.require_free(port)
    except Trouble:
        return False
    return True


def children(clone, program):
    """The clone's processes that run `program`, the first started first."""
    return sorted(int(folder.name) for folder in Path("/proc").glob("[0-9]*") if _runs(folder, clone.root, program))


def _runs(folder, root, program):
    try:
        arguments = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
        return program in arguments and (folder / "cwd").readlink() == root
    except OSError:
        return False


def up(clone, port):
    """A running demo and its description."""
    before = written(clone.layout.demo_file)
    process = clone.start("demo", "--port", str(port))
    wait_for(lambda: written(clone.layout.demo_file) not in (None, before) or process.poll() is not None)
    assert process.poll() is None, process.stdout.read()
    return process, json.loads(clone.layout.demo_file.read_text())


def written(file):
    with suppress(FileNotFoundError):
        return file.stat().st_mtime_ns
    return None


def test_port_in_use_is_one_line_with_a_way_out(busy_port, free_port):
    with pytest.raises(Trouble, match=rf"port {busy_port} cannot be used .*make demo PORT="):
        demo.require_free(busy_port)
    demo.require_free(free_port)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"logins": []}', "null", "1\n2"])
def test_seed_that_prints_something_else(text):
    with pytest.raises(Trouble, match="seed_demo --json did not print"):
        demo._parse_seed(text)


def test_busy_port_stops_the_command_before_anything_starts(clone, busy_port):
    code, output = clone.run("demo", "--port", str(busy_port))
    assert code == 1
    assert output.startswith(f"openhouse: port {busy_port} cannot be used")
    assert output.count("\n") == 1
    assert known_cluster(clone.layout) is None


@pytest.mark.parametrize("port", ["0", "65536", "http"])
def test_port_must_be_one(clone, port):
    assert clone.run("demo", "--port", port)[0] == 2


@pytest.mark.slow
def test_demo_serves_publishes_and_stops_all(clone, free_port):
    process, facts = up(clone, free_port)
    assert facts["base_url"] == f"http://127.0.0.1:{free_port}"
    assert set(facts) == {"base_url", "logins", "join_urls", "database"}
    assert facts["logins"][0]["password"] == "pass-word"
    assert "openhouse_app" in facts["database"]["app"]
    assert "openhouse_migrator" in facts["database"]["owner"]
    assert stat.S_IMODE(clone.layout.demo_file.stat().st_mode) == 0o600
    assert urllib.request.urlopen(facts["base_url"] + "/healthz").status == 200
    calls = (clone.root / "calls").read_text().split()
    assert sorted(calls) == ["collectstatic", "migrate", "seed_demo", "wait_documents"]
    assert calls.index("migrate") < calls.index("seed_demo") < calls.index("wait_documents")
    code, output = clone.end(process)
    assert code == 0, output
    assert "ann@acme.test" in output
    assert "join/AbCdEfGh" in output
    assert "\x1b" not in output
    assert output.splitlines()[-2:] == ["stopping", "stopped"]
    assert not clone.layout.demo_file.exists()
    assert is_free(free_port)
    assert not known_cluster(clone.layout).running
    assert children(clone, "celery") == children(clone, "gunicorn") == []


@pytest.mark.slow
def test_second_demo_is_told_of_the_first_and_down_stops_it(clone, free_port):
    process, facts = up(clone, free_port)
    code, output = clone.run("demo", "--port", str(free_port))
    assert code == 1
    assert output == (
        f"openhouse: the demo runs already (process {process.pid} at {facts['base_url']}):"
        " use that one, or stop it with make down\n"
    )
    assert clone.run("test", "--version")[0] == 0
    assert clone.layout.demo_file.exists()
    assert clone.run("down") == (0, "stopped\n")
    assert process.wait(30) == 0
    assert is_free(free_port)


@pytest.mark.slow
@pytest.mark.parametrize(("program", "name"), [("gunicorn", "web"), ("celery", "worker")])
def test_death_of_a_child_is_one_line_and_ends_the_rest(clone, free_port, program, name):
    process, _ = up(clone, free_port)
    os.kill(children(clone, program)[0], signal.SIGKILL)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert output.splitlines()[-1].startswith(f"openhouse: {name} failed (signal SIGKILL): ")
    assert str(clone.layout.logs / f"{name}.log") in output.splitlines()[-1]
    assert is_free(free_port)
    assert not known_cluster(clone.layout).running


@pytest.mark.slow
@pytest.mark.parametrize("command", ["collectstatic", "migrate", "seed_demo", "wait_documents"])
def test_failing_command_is_one_line_with_its_log(clone, free_port, command):
    process = clone.start("demo", "--port", str(free_port), FAILING_COMMAND=command)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    log = clone.layout.logs / f"{command}.log"
    assert output.splitlines()[-1] == f"openhouse: {command} failed (exit 1): the stand-in failed as asked (log: {log})"
    assert not known_cluster(clone.layout).running


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("moment", ["cluster.json", "log/migrate.log", "log/worker.log"])
def test_stop_during_the_start_leaves_nothing(clone, free_port, number, moment):
    process = clone.start("demo", "--port", str(free_port))
    wait_for((clone.layout.local / moment).exists)
    code, output = clone.end(process, number)
    assert (code, output.splitlines()[-1]) == (128 + number, "stopped"), output
    assert is_free(free_port)
    assert not known_cluster(clone.layout).running
    assert clone.run("up")[0] == 0


@pytest.mark.slow
def test_demo_killed_outright_takes_its_children_along_and_can_start_again(clone, free_port):
    process, _ = up(clone, free_port)
    process.kill()
    process.wait()
    wait_for(lambda: is_free(free_port))
    wait_for(lambda: children(clone, "celery") == [])
    process, _ = up(clone, free_port)
    assert clone.end(process)[0] == 0
    assert not known_cluster(clone.layout).running
