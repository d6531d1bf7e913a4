import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from openhouse.local.paths import Layout

from .clone import Clone


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    made = Layout(tmp_path / "local")
    made.create()
    return made


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user can enter, with a short path; pytest's own are private to the user who runs it."""
    folder = Path(tempfile.mkdtemp(prefix="oh-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def clone(open_folder: Path) -> Iterator[Clone]:
    made = Clone(open_folder / "clone")
    made.create()
    yield made
    made.close()


@pytest.fixture
def private_clone(tmp_path: Path) -> Iterator[Clone]:
    """A clone below a folder that only its owner can enter."""
    made = Clone(tmp_path / "clone")
    made.create()
    tmp_path.chmod(0o700)
    yield made
    made.close()


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def as_root() -> None:
    if os.geteuid() != 0:
        pytest.skip("only root changes accounts")
