"""Homes in the order in which people count them: 2, 3, 3A, 10, A1, A2, A10. The index of `Unit` has the same words."""

from django.db.models import CharField, F, Func, IntegerField, Value
from django.db.models.functions import Cast, Coalesce, Lower


def _part(pattern: str) -> Func:
    return Func(F("unit_number"), Value(pattern), function="regexp_substr", output_field=CharField())


# What stands before the digits, and the first of them; of homes alike in both, the whole number decides.
WORD = Lower(_part("^[^0-9]*"))
NUMBER = Cast(Coalesce(_part("[0-9]{1,9}"), Value("0")), IntegerField())
