"""`manage.py prune_files`: what a failed commit leaves in the storage, and rows whose file is gone."""

import contextlib
import json
import os
import time
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from apps.documents import pruning, tasks
from openhouse.testing.estates import Estate
from openhouse.testing.papers import ready_document


@pytest.fixture
def folder(estate_a: Estate) -> Path:
    ready_document(estate_a)
    return Path(settings.MEDIA_ROOT) / str(estate_a.tenant.pk)


def run(*options: str) -> Any:
    """What it says; other tests of the run store and remove files too."""
    with contextlib.suppress(SystemExit):
        call_command("prune_files", "--json", *options, stdout=(out := StringIO()))
    return json.loads(out.getvalue())


def plant(folder: Path, name: str, *, days: int) -> str:
    (folder / name).write_bytes(b"x")
    then = time.time() - days * 86_400
    os.utime(folder / name, (then, then))
    return f"{folder.name}/{name}"


def test_old_files_without_a_row_go_and_nothing_else_does(folder: Path) -> None:
    kept = set(folder.iterdir())
    for file in kept:
        os.utime(file, (0, 0))
    lost = plant(folder, "a" * 32, days=2)
    young, foreign = plant(folder, "b" * 32, days=0), plant(folder, "logo.png", days=9)
    told = run("--dry-run")["files"]
    assert lost in told
    assert not {young, foreign, *(f"{folder.name}/{file.name}" for file in kept)} & set(told)
    assert (folder / ("a" * 32)).exists()
    assert lost in run()["files"]
    assert {file.name for file in folder.iterdir()} == {*(file.name for file in kept), "b" * 32, "logo.png"}


def test_the_worker_removes_a_few_and_leaves_many_to_a_person(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lost = folder / ("a" * 32)
    plant(folder, lost.name, days=2)
    monkeypatch.setattr(pruning, "MOST_SHARE", 0)
    monkeypatch.setattr(pruning, "MOST_UNSEEN", 0)
    tasks.prune_files()
    assert lost.exists()
    monkeypatch.setattr(pruning, "MOST_UNSEEN", 100)
    tasks.prune_files()
    assert not lost.exists()


def test_a_row_whose_file_is_gone_is_told(estate_a: Estate, folder: Path) -> None:
    document = ready_document(estate_a)
    (Path(settings.MEDIA_ROOT) / document.current_version.storage_name).unlink()
    assert {"document": str(document.pk), "version": 1} in run("--dry-run")["missing"]
    with pytest.raises(SystemExit, match="3"):
        call_command("prune_files", "--dry-run", stdout=StringIO())
