"""`bench` finds what apps declare, measures in a database of its own, and leaves none behind."""

import json
import os
from io import StringIO

import pytest
from celery import current_app
from django.core.management import CommandError, call_command

from apps.core.bench.figures import compare
from apps.documents import benchmarks
from openhouse import celery
from openhouse.testing import databases

LEFT_BEHIND = "SELECT count(*) FROM pg_database WHERE datname LIKE 'openhouse_bench_' || %s || '%%'"


def test_an_unknown_name_is_a_usage_error():
    known = "there are analytics, anomalies, chat, gate, import, ingest, search"
    with pytest.raises(CommandError, match=known) as refusal:
        call_command("bench", "speed")
    assert refusal.value.returncode == 2


def test_without_a_superuser_it_says_what_is_missing(settings):
    settings.DATABASE_ADMIN_URL = ""
    with pytest.raises(CommandError, match="make bench"):
        call_command("bench", "search")


def test_figures_stand_beside_their_baseline():
    figure = compare("nothing", [lambda: None] * 10, "nothing else", lambda: None)
    assert figure.median >= 0
    assert figure.ratio == pytest.approx(figure.median / figure.baseline)
    assert "nothing else" in figure.line()


@pytest.mark.slow
def test_a_small_search_is_measured_and_cleaned_up(superuser, settings, monkeypatch):
    settings.DATABASE_ADMIN_URL = databases.admin_url_here()
    monkeypatch.setattr(benchmarks, "SIZES", (50, 200))
    monkeypatch.setattr(benchmarks, "ALTOGETHER", 1_000)
    monkeypatch.setattr(benchmarks, "QUESTIONS", 8)
    out = StringIO()
    call_command("bench", "search", "--json", stdout=out)
    figures = json.loads(out.getvalue())["figures"]
    assert {figure["benchmark"] for figure in figures} == {"search"}
    assert all(figure["median"] > 0 < figure["baseline"] for figure in figures)
    assert not superuser.execute(LEFT_BEHIND, [os.getpid()]).fetchone()[0]
    assert current_app.conf.broker_url == celery.app.conf.broker_url
