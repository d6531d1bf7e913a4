"""What an operator may set is what `docs/operations.md` tells of: every variable that is read, and none that is not."""

import re

from openhouse.settings.env import ROOT

READ = re.compile(r'\b(?:env\.\w+|database)\(\s*"([A-Z_]+)"')
ROW = re.compile(r"^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) \|", re.MULTILINE)
# Of local checkouts alone.
LOCAL = {"LOCAL_DIR", "DATABASE_ADMIN_URL"}


def test_settings_that_are_read_are_told_and_no_others():
    code = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "openhouse" / "settings").glob("*.py"))
    rows = ROW.findall((ROOT / "docs" / "operations.md").read_text(encoding="utf-8"))
    read, told = set(READ.findall(code)) - LOCAL, {name for row in rows for name in re.findall(r"[A-Z_]+", row)}
    assert len(read) > 50
    assert (read - told, told - read) == (set(), set())
