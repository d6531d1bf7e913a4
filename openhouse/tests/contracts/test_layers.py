"""The import contracts of `architecture.ini`, run as a test, on a copy with a forbidden import too."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def lint(folder):
    program = Path(sys.executable).with_name("lint-imports")
    arguments = [str(program), "--no-cache", "--config", "openhouse/architecture.ini"]
    return subprocess.run(arguments, cwd=folder, capture_output=True, text=True, timeout=120)


def test_every_contract_is_kept():
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout
    assert "Contracts: 4 kept, 0 broken." in result.stdout


@pytest.mark.parametrize(
    ("module", "code", "broken"),
    [
        ("apps/core/identity.py", "import apps.documents.models", "Each app imports only from those below it"),
        ("apps/documents/models.py", "import apps.documents.services", "Inside an app"),
        ("apps/tenants/selectors.py", "import rest_framework.serializers", "do not know REST framework"),
        ("openhouse/local/paths.py", "import django.conf", "The local set-up never imports"),
    ],
)
def test_a_forbidden_import_is_caught(module, code, broken, tmp_path):
    for name in ("apps", "openhouse"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "static", "*.pdf"))
    with (tmp_path / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{code}\n")
    result = lint(tmp_path)
    assert result.returncode == 1
    assert any(broken in line and "BROKEN" in line for line in joined(result.stdout)), result.stdout


def joined(text):
    """The verdicts, whose names may run over two lines."""
    return text.replace("\n", " ").replace("KEPT", "KEPT\n").replace("BROKEN", "BROKEN\n").splitlines()
