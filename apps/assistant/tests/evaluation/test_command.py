"""`evaluate_assistant` asks as homes do, counts what was found, and keeps nothing."""

import json
from contextlib import nullcontext
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from apps.assistant import judgement
from apps.assistant.models import SearchLog
from openhouse.testing.papers import ready_document

QUESTIONS = """
[[questions]]
development = "{slug}"
house_type = "BD01"
style = "plain"
question = "What should the boiler pressure be?"
expected = ["1.5 bar"]
never = ["1.8 bar"]

[[questions]]
development = "{slug}"
house_type = "BD01"
style = "plain"
question = "Where is the stopcock?"
pattern = "sink"
split = "test"

[[questions]]
development = "{slug}"
style = "off_topic"
question = "Who painted the Mona Lisa?"
"""


@pytest.fixture
def questions(estate_a, tmp_path):
    """A set of three, of which the documents answer one."""
    ready_document(estate_a)
    file = tmp_path / "questions.toml"
    file.write_text(QUESTIONS.format(slug=estate_a.development.slug))
    return file


@pytest.fixture
def evaluate(questions, estate_a, settings):
    settings.EMBEDDINGS = False

    def run(*options):
        out = StringIO()
        tenant = ["--tenant", estate_a.tenant.slug]
        call_command("evaluate_assistant", "--set", str(questions), *tenant, "--json", *options, stdout=out)
        return json.loads(out.getvalue())

    return run


def test_counts_what_was_found(evaluate, platform, estate_a):
    figures = evaluate()["modes"]["keyword"]["all"]
    assert (figures["questions"], figures["recall_at_1"], figures["recall_at_5"]) == (3, 0.5, 0.5)
    assert (figures["false_not_found"], figures["off_topic_caught"], figures["state_accuracy"]) == (0.5, 1.0, 0.667)
    assert (figures["containment"], figures["leaks"], figures["misled"]) == (0.5, 0, 0)
    with platform():
        assert not SearchLog.objects.filter(tenant=estate_a.tenant).exists()


def test_one_part_of_the_set(evaluate):
    assert evaluate("--split", "test")["modes"]["keyword"]["all"]["questions"] == 1


def test_says_what_misleads(evaluate, estate_a):
    ready_document(estate_a, lines=["Heating", "The boiler pressure of another estate is 1.8 bar."])
    assert evaluate()["modes"]["keyword"]["plain"]["misled"] == 1


def test_calibration_stores_thresholds_with_their_figures(evaluate, tmp_path, monkeypatch):
    file = tmp_path / "thresholds.toml"
    file.write_text(judgement.FILE.read_text())
    monkeypatch.setattr(judgement, "FILE", file)
    before = file.read_text()
    dry = evaluate("--calibrate", "--dry-run")["thresholds"]["keyword"]
    assert file.read_text() == before
    assert evaluate("--calibrate")["thresholds"]["keyword"] == dry
    try:
        assert judgement.thresholds("keyword") == judgement.Thresholds(dry["closest"], dry["answered"])
        assert f"false_not_found = {dry['false_not_found']}" in file.read_text()
        assert judgement.thresholds("hybrid").closest > 0
    finally:
        judgement.thresholds.cache_clear()


BROUGHT = """
[[developments]]
slug = "brought"
name = "Brought"
house_types = ["T1"]

[[documents]]
development = "brought"
file = "heating.md"
title = "Heating"

[[questions]]
development = "brought"
house_type = "T1"
style = "plain"
question = "What should the boiler pressure be?"
expected = ["1.7 bar"]
"""


def test_a_set_is_asked_over_the_documents_that_it_brings_along(database, settings, tmp_path, monkeypatch):
    """In this run's own database instead of one more."""
    settings.EMBEDDINGS, settings.DATABASE_ADMIN_URL = False, "postgresql:///"
    monkeypatch.setattr("apps.core.bench.database.temporary", lambda url: nullcontext())
    (tmp_path / "heating.md").write_text("# Heating\n\nThe boiler pressure should be 1.7 bar when cold.\n")
    (tmp_path / "questions.toml").write_text(BROUGHT)
    out = StringIO()
    call_command("evaluate_assistant", "--set", str(tmp_path / "questions.toml"), "--json", stdout=out)
    figures = json.loads(out.getvalue())["modes"]["keyword"]["all"]
    assert (figures["questions"], figures["recall_at_1"], figures["leaks"]) == (1, 1.0, 0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[questions]]\nquestion = 'a'\ndevelopment = 'b'\nstyle = 'plain'", "do not fit"),
        ("[[questions]]\nquestion = 'a'", "missing"),
        ("not toml", "Expected"),
        ("[[questions]]\nquestion = 'a'\ndevelopment = 'no-such'\nstyle = 'off_topic'", "no-such"),
    ],
)
def test_a_wrong_set_is_one_line(evaluate, questions, text, words):
    questions.write_text(text)
    with pytest.raises(CommandError, match=words):
        evaluate()
