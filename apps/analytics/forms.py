"""The days that a page is asked for, as its form sends them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from apps.core.errors import Invalid

from .periods import Period, period


class PeriodForm(forms.Form):
    """`from` and `to`, both of them optional."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        # `from` is a word of Python's.
        self.fields = {name: forms.DateField(required=False) for name in ("from", "to")}


@dataclass(frozen=True, slots=True)
class Asked:
    """The days to show; where those asked for make no sense the usual ones, and `trouble` says why."""

    period: Period
    trouble: str = ""


def asked(data: Mapping[str, Any]) -> Asked:
    form = PeriodForm(data)
    try:
        if not form.is_valid():
            raise Invalid.field("from", "invalid", "That is not a day.")
        return Asked(period(form.cleaned_data["from"], form.cleaned_data["to"]))
    except Invalid as refusal:
        return Asked(period(), refusal.errors[0].message)
