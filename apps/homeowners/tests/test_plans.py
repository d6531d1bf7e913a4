"""Lists of homes with their people come from indexes: at most the homes of one development at a time are sorted."""

from dataclasses import replace

import pytest
from django.db import transaction

from apps.core import row_security
from apps.core.identity import Role
from apps.core.keyset import following
from apps.developments import selectors as developments
from apps.homeowners import invitations
from openhouse.testing.plans import IN_ORDER, LOOKED_UP, steps

ONE_BY_ONE = IN_ORDER | LOOKED_UP | {"Incremental Sort"}


@pytest.mark.parametrize("bound", [False, True], ids=["admin", "builder"])
def test_all_homes_are_not_sorted(estate_a, bound):
    with row_security.service_scope(estate_a.tenant.pk, "test") as principal, transaction.atomic():
        reach = {"role": Role.DEVELOPER, "development_ids": frozenset({estate_a.development.pk})}
        rows = invitations.homes(replace(principal, **reach) if bound else principal)
        assert steps(rows.order_by(*invitations.ORDER_BY_INDEX).values("pk")[:51]) <= ONE_BY_ONE


def test_both_ways_of_saying_the_order_are_one_and_lead_on_from_any_home(estate_a):
    with row_security.service_scope(estate_a.tenant.pk, "test") as principal, transaction.atomic():
        rows = invitations.homes(principal)
        walked = list(rows.order_by(*invitations.ORDER_BY_INDEX))
        assert walked == list(rows)
        assert len({home.development_id for home in walked}) > 1
        for position, home in enumerate(walked):
            rest = following(rows, invitations.ORDER_BY_INDEX, home).order_by(*invitations.ORDER_BY_INDEX)
            assert list(rest) == walked[position + 1 :]


def test_homes_of_one_development_are_not_sorted(estate_a):
    with row_security.service_scope(estate_a.tenant.pk, "test") as principal, transaction.atomic():
        rows = invitations.homes(principal, development_id=estate_a.development.pk).order_by(*developments.BY_NUMBER)
        assert steps(rows.values("pk")[:51]) <= IN_ORDER | LOOKED_UP
