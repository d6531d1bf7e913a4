"""Different homes of any range, told from figures that only add up, whatever the order in which rows arrive."""

import random
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from apps.analytics import homes, selectors
from apps.analytics.periods import Period
from apps.core import row_security

PENDING = """INSERT INTO analytics_pending (id, tenant_id, development_id, kind, sign, is_new, at, due_at, source_id,
    unit_id, outcome, mode, engine, rating, audience, took_ms)
VALUES (gen_random_uuid(), %s, %s, 'asked', 1, true, %s, now(), gen_random_uuid(), %s, 'answered', '', 'extractive',
    '', 'homeowner', 100)"""
FIRST = date(2026, 1, 1)


@pytest.fixture
def different(estate_a):
    """`different(first, last)` is what a report says of these days of the tenant."""

    def told(first, last):
        with row_security.service_scope(estate_a.tenant.pk, "test"), transaction.atomic():
            found = selectors.days(selectors.Whose(estate_a.tenant.pk), Period(first, last))
        return homes.different(found, first)

    return told


@pytest.mark.parametrize("seed", [1, 2])
def test_any_range_counts_each_home_once(estate_a, superuser, roll_up, different, seed):
    chance = random.Random(seed)
    units = [uuid4() for _ in range(6)]
    happened = [(FIRST + timedelta(days=chance.randrange(40)), chance.choice(units)) for _ in range(45)]
    happened += [(FIRST - timedelta(days=400), units[0])]
    for position, (day, unit) in enumerate(happened, 1):
        superuser.execute(PENDING, [estate_a.tenant.pk, estate_a.development.pk, f"{day}T12:00Z", unit])
        if position % 9 == 0:
            roll_up(estate_a)
    roll_up(estate_a)
    for _ in range(25):
        first = FIRST + timedelta(days=chance.randrange(40))
        last = first + timedelta(days=chance.randrange(40))
        assert different(first, last) == len({unit for day, unit in happened if first <= day <= last})
    roll_up(estate_a, "--since", str(FIRST + timedelta(days=20)))
    assert different(FIRST, FIRST + timedelta(days=19)) == len({u for d, u in happened if 0 <= (d - FIRST).days < 20})
