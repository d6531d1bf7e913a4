"""`docs/api-scripts.md` does what it says: its commands, as they stand there, against the running product."""

import os
import re
import shutil
import subprocess

import pytest

from openhouse.settings.env import ROOT
from openhouse.testing.estates import PASSWORD
from openhouse.testing.papers import pdf

NEEDED = ("bash", "curl", "jq", "sha256sum")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not all(map(shutil.which, NEEDED)), reason="the example needs curl and jq"),
]
GUIDE = pdf(["Heating", "The boiler pressure should read 1.5 bar when the system is cold."])


def commands():
    text = (ROOT / "docs" / "api-scripts.md").read_text(encoding="utf-8")
    return re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def test_the_worked_example_works(site, estate_a, tmp_path, superuser):
    (tmp_path / "guide.pdf").write_bytes(GUIDE)
    given = {"OPENHOUSE": site.url, "EMAIL": estate_a.builder.email, "PASSWORD": PASSWORD}
    blocks = commands()
    assert len(blocks) >= 6
    script = "\n".join(blocks)
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=os.environ | given, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "answered" in done.stdout
    assert "1.5 bar" in done.stdout
    count = "SELECT count(*) FROM documents WHERE tenant_id = %s"
    assert superuser.execute(count, [estate_a.tenant.pk]).fetchone() == (1,)
    left = "SELECT count(*) FROM security.sessions WHERE kind = 'token' AND tenant_id = %s AND ended_at IS NULL"
    assert superuser.execute(left, [estate_a.tenant.pk]).fetchone() == (0,)
