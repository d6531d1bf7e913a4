"""Where something lies on the map, in degrees (WGS 84), as far as the builder has said."""

from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


def _degrees(most: int) -> "models.DecimalField[Any, Any]":
    bounds = [MinValueValidator(Decimal(-most)), MaxValueValidator(Decimal(most))]
    return models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True, validators=bounds)


class Placed(models.Model):
    """`xid` is the transaction that last set the place, stamped by a trigger: the watch for odd places goes by it."""

    latitude = _degrees(90)
    longitude = _degrees(180)
    xid = models.BigIntegerField(default=0, editable=False)

    class Meta:
        abstract = True
