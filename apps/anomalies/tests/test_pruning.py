"""What is done with goes after its days, what somebody may still look at or wait for stays."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from apps.anomalies import tasks
from apps.anomalies.catalogue import State
from apps.anomalies.models import Delivery, Finding
from openhouse.testing.anomalies import plain_finding

from .conftest import ALL

LONG_AGO = timedelta(days=400)


@pytest.fixture
def findings(estate_a, platform):
    """By what they are: one of each state as it was long ago, and one that was resolved lately."""
    made = {str(state): plain_finding(estate_a.tenant) for state in State} | {"lately": plain_finding(estate_a.tenant)}
    past = timezone.now() - LONG_AGO
    with platform():
        for state in State:
            Finding.objects.filter(pk=made[state].pk).update(state=state, acted_at=past, last_seen=past)
        Finding.objects.filter(pk=made["lately"].pk).update(
            state=State.RESOLVED, acted_at=timezone.now(), last_seen=past
        )
    return made


@pytest.fixture
def messages(findings, estate_a, platform):
    """By what they are: sent, given up and still waiting since long ago, and one sent lately."""
    past, now = timezone.now() - LONG_AGO, timezone.now()
    states = {"sent": (past, past, None), "given up": (past, None, None), "waiting": (past, None, now + LONG_AGO)}
    with platform():
        made = {}
        for name, (at, sent, due) in (states | {"lately": (now, now, None)}).items():
            row = Delivery.objects.create(
                tenant_id=estate_a.tenant.pk, finding=findings["open"], body={}, sent_at=sent, next_at=due
            )
            Delivery.objects.filter(pk=row.pk).update(created_at=at)
            made[name] = row
    return made


def left(platform, rows):
    with platform():
        kept = set(type(next(iter(rows.values()))).objects.values_list("pk", flat=True))
    return {name for name, row in rows.items() if row.pk in kept}


def run(*options):
    call_command("prune_anomalies", "--json", *options, stdout=(out := StringIO()))
    return json.loads(out.getvalue())


def test_only_what_is_done_with_goes(findings, messages, platform, estate_a, as_staff):
    admin = as_staff(estate_a.admin)
    assert len(admin.get(ALL).json()["results"]) == 5
    told = run("--dry-run")
    assert told["findings"] >= 1
    assert told["deliveries"] >= 2
    assert left(platform, findings) == set(findings)
    assert left(platform, messages) == set(messages)
    assert run()["findings"] >= 1
    assert left(platform, findings) == set(findings) - {"resolved"}
    assert left(platform, messages) == {"waiting", "lately"}
    # A kept answer does not show what is gone.
    assert len(admin.get(ALL).json()["results"]) == 4
    assert run() == {"findings": 0, "deliveries": 0, "dry_run": False}


def test_the_worker_does_it_by_the_settings(findings, messages, platform, settings):
    settings.ANOMALY_RESOLVED_DAYS, settings.WEBHOOK_DELIVERY_DAYS = 500, 500
    tasks.prune()
    assert left(platform, findings) == set(findings)
    assert left(platform, messages) == set(messages)
    settings.ANOMALY_RESOLVED_DAYS, settings.WEBHOOK_DELIVERY_DAYS = 300, 300
    tasks.prune()
    assert left(platform, findings) == set(findings) - {"resolved"}
    assert left(platform, messages) == {"waiting", "lately"}
