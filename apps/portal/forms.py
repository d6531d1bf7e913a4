"""Forms of the builders' pages: what a service refuses stands beside its field, and nothing typed is lost."""

from collections.abc import Callable, Collection, Iterator
from typing import Any, ClassVar

from django import forms
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from apps.core.errors import Conflict, Invalid, Problem
from apps.core.meanwhile import hold, refuse_unseen


class StaffForm(forms.Form):
    """`aliases` maps a service's names to the form's. `status` is that of the page which shows the form again.

    A form about a `row` sends what each field held beside what was typed, so only what somebody changed is written,
    and not over what somebody else has written since.
    """

    aliases: ClassVar[dict[str, str]] = {}
    status = 400

    def __init__(self, *args: Any, row: Model | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "tick-box" if isinstance(field, forms.BooleanField) else "input")
            field.show_hidden_initial = row is not None

    def carried_out(self, act: Callable[[dict[str, Any]], Any]) -> bool:
        """Whether the form is valid and `act`, given its data, went through; what `act` returned is `made`."""
        if not self.is_valid():
            return False
        try:
            with transaction.atomic():
                self.made = act(self.cleaned_data if self.row is None else self._changes(self.row))
        except (Invalid, Conflict) as refusal:
            self.tell(refusal)
            return False
        return True

    def tell(self, problem: Problem) -> None:
        self.status = problem.status
        for error in problem.errors:
            name = self.aliases.get(error.field, error.field)
            self.add_error(name if name in self.fields else None, error.message)
        if problem.detail or not problem.errors:
            self.add_error(None, problem.detail or _("This is not possible."))

    def _changes(self, row: Model) -> dict[str, Any]:
        """What somebody changed of the row, by the names of the form. What it holds now counts as seen from here on."""
        hold(row)
        was = {name: field.to_python(self.data[key]) for name, key, field in self._sent_along()}
        wanted = {name: value for name, value in self.cleaned_data.items() if name not in was or value != was[name]}
        self._renew(row, wanted)
        refuse_unseen(row, was=self._columns(was), wanted=self._columns(wanted))
        return wanted

    def _sent_along(self) -> Iterator[tuple[str, str, forms.Field]]:
        named = ((name, self.add_initial_prefix(name), field) for name, field in self.fields.items())
        return (one for one in named if one[1] in self.data)

    def _renew(self, row: Model, wanted: Collection[str]) -> None:
        self.data = self.data.copy()
        for name in self.fields:
            present = getattr(row, self._column(name))
            self.data[self.add_initial_prefix(name)] = present
            if name not in wanted:
                self.data[self.add_prefix(name)] = present

    def _columns(self, values: dict[str, Any]) -> dict[str, Any]:
        return {self._column(name): value for name, value in values.items()}

    def _column(self, name: str) -> str:
        return next((column for column, alias in self.aliases.items() if alias == name), name)
