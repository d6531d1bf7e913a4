"""Every detector finds what is planted, and nothing in a quiet month; the evaluation notices when one does not."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from apps.anomalies import thresholds
from apps.anomalies.catalogue import KINDS, Detector
from apps.anomalies.evaluation import judging, quiet
from apps.anomalies.evaluation.planted import PLANTED
from apps.anomalies.evaluation.town import town

AT_ONCE = {"refresh", "access"}


@pytest.fixture(scope="module")
def scores(database):
    return {score.detector: score for score in judging.evaluate(seed=7, cases=1)}


@pytest.mark.parametrize("detector", Detector.values)
def test_what_is_planted_is_found_and_a_quiet_month_is_silent(scores, detector):
    score = scores[Detector(detector)]
    assert (score.missed, score.alarms) == ((), ())
    assert score.planted == len(PLANTED[Detector(detector)])


def test_every_kind_is_planted():
    assert {d: set(kinds) - AT_ONCE for d, kinds in KINDS.items()} == {d: set(kinds) for d, kinds in PLANTED.items()}


def test_a_deaf_and_a_nervous_detector_are_noticed(database):
    with town(3) as place:
        quiet.live(place)
        for name, kind in (("most", "missed"), ("least", "alarms")):
            judged = {key: getattr(one, name) for key, one in thresholds.THRESHOLDS[Detector.QR_SCANS].items()}
            score = judging._score(place, Detector.QR_SCANS, 1, lambda detector, tenant_id, judged=judged: judged)
            assert getattr(score, kind)
            assert not score.is_good


def test_the_command_prints_scores_keeps_nothing_and_exits_3_below_the_floors(
    database, platform, monkeypatch, superuser
):
    tenants = superuser.execute("SELECT count(*) FROM tenants").fetchone()
    monkeypatch.setattr(judging, "Detector", [Detector.GEOCODES])
    call_command("scan_anomalies", "--evaluate", "--cases", "1", "--json", stdout=(out := StringIO()))
    (score,) = json.loads(out.getvalue())["scores"]
    assert (score["detector"], score["recall"], score["alarms"]) == ("geocodes", 1.0, [])
    monkeypatch.setattr(judging, "RECALL_FLOOR", 1.1)
    with pytest.raises(SystemExit) as ended:
        call_command("scan_anomalies", "--evaluate", "--cases", "1", stdout=StringIO())
    assert ended.value.code == 3
    assert superuser.execute("SELECT count(*) FROM tenants").fetchone() == tenants
