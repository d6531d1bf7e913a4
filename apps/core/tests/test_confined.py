"""The parent survives whatever the child does. Programs here are the crudest that show each behaviour."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from apps.core.confined import child
from apps.core.confined.child import Ending, Outcome
from apps.core.confined.limits import MEGABYTE, Limits

ROOT = Path(__file__).resolve().parents[3]
CONFINED = f"import sys; sys.path.append({str(ROOT)!r})\n" + (
    "from apps.core.confined import confinement, limits\nconfinement.confine(limits.Limits.from_json(sys.argv[1]))\n"
)


def run(program: str, limits: Limits | None = None) -> Outcome:
    limits = limits or Limits(wall_seconds=20)
    command = [sys.executable, "-I", "-B", "-c", program, limits.to_json()]
    return child.run(command, wall_seconds=limits.wall_seconds, output_bytes=limits.output_bytes)


def test_output_and_status_come_back() -> None:
    outcome = run("print('read')")
    assert (outcome.ending, outcome.status, outcome.output) == (Ending.CLOSED, 0, b"read\n")
    assert outcome.died_by is None


@pytest.mark.parametrize("name", ["SIGSEGV", "SIGABRT", "SIGKILL"])
def test_death_by_signal_is_told(name: str) -> None:
    outcome = run(f"import os, signal; print('half', flush=True); os.kill(os.getpid(), signal.{name})")
    assert outcome.died_by is signal.Signals[name]
    assert outcome.output == b"half\n"


def test_over_time_is_ended() -> None:
    began = time.monotonic()
    outcome = run("import time; time.sleep(60)", Limits(wall_seconds=0.5))
    assert outcome.ending is Ending.OVER_TIME
    assert time.monotonic() - began < 10


def test_silence_after_closing_the_pipe_is_ended_too() -> None:
    outcome = run("import os, time; os.close(1); time.sleep(60)")
    assert outcome.ending is Ending.CLOSED


def test_flood_is_cut_off() -> None:
    outcome = run("while True: print('x' * 9999)", Limits(wall_seconds=20, output_bytes=100_000))
    assert outcome.ending is Ending.OVER_OUTPUT
    assert len(outcome.output) == 100_000


def test_children_of_the_child_die_with_it() -> None:
    outcome = run(
        "import os, time\npid = os.fork()\nif pid: print(pid, flush=True)\ntime.sleep(60)", Limits(wall_seconds=3)
    )
    assert _gone(int(outcome.output))


def _gone(pid: int) -> bool:
    for _ in range(50):
        state = Path(f"/proc/{pid}/stat")
        if not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return True
        time.sleep(0.1)
    return False


def test_no_secret_no_input_and_an_empty_folder_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://openhouse_app:secret@db/openhouse")
    outcome = run("import os, sys; print(dict(os.environ), sys.stdin.read() == '', os.listdir(), os.getcwd())")
    text = outcome.output.decode()
    assert "secret" not in text
    assert "DATABASE_URL" not in text
    assert " True [] " in text
    assert not Path(text.split("[] ")[1].strip()).exists()


def test_no_open_file_of_the_parent_is_inherited(tmp_path: Path) -> None:
    with (tmp_path / "private").open("w") as file:
        os.set_inheritable(file.fileno(), True)
        outcome = run(f"import os\ntry: os.fstat({file.fileno()}); print('open')\nexcept OSError: print('closed')")
    assert outcome.output == b"closed\n"


@pytest.mark.parametrize(
    ("program", "answer"),
    [
        ("bytearray(400 * 1024 * 1024)", "MemoryError"),
        ("import os; os.write(os.open('file', os.O_CREAT | os.O_WRONLY), b'x')", "OSError"),
        ("[open('/dev/null') for _ in range(100)]", "OSError"),
        ("import resource; resource.setrlimit(resource.RLIMIT_AS, (-1, -1))", "ValueError"),
    ],
)
def test_confined_child_cannot(program: str, answer: str) -> None:
    tried = f"{CONFINED}\ntry:\n    {program}\n    print('done')\nexcept Exception as e: print(type(e).__name__)"
    allowed = run(f"{CONFINED}\nbytearray(40 * 1024 * 1024); print('done')", Limits(memory_bytes=256 * MEGABYTE))
    refused = run(tried, Limits(memory_bytes=256 * MEGABYTE))
    assert allowed.output == b"done\n"
    if os.geteuid() or "setrlimit" not in program:  # root may raise its own limits again
        assert refused.output.decode().strip() == answer


def test_busy_child_dies_of_its_processor_time() -> None:
    assert run(f"{CONFINED}\nwhile True: pass", Limits(cpu_seconds=1)).died_by is signal.SIGXCPU


def test_orphan_would_end_itself() -> None:
    program = f"{CONFINED}\nimport time; time.sleep(60)"
    command = [sys.executable, "-I", "-B", "-c", program, Limits(wall_seconds=1).to_json()]
    assert child.run(command, wall_seconds=20, output_bytes=10).died_by is signal.SIGALRM
