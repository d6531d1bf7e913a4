"""The container files pass on what the example of settings offers."""

import re

from openhouse.settings.env import ROOT

OFFERED = re.compile(r"^([A-Z_]+)=", re.MULTILINE)


def test_what_the_example_offers_reaches_the_containers():
    offered = set(OFFERED.findall((ROOT / ".env.example").read_text(encoding="utf-8")))
    taken = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "compose.yaml").read_text(encoding="utf-8")))
    assert len(offered) > 15
    assert sorted(offered - taken) == []
