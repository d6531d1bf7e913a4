"""Forms of the builders' pages: what a service refuses stands beside its field, and nothing typed is lost."""

from collections.abc import Callable, Collection
from contextlib import suppress
from typing import Any, ClassVar, Self, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.forms.utils import ErrorDict
from django.utils.text import normalize_newlines
from django.utils.translation import gettext as _

from apps.core.errors import Conflict, Invalid, Problem
from apps.core.meanwhile import hold, refuse_unseen

FormKind = TypeVar("FormKind", bound=forms.Form)


def valid(form: FormKind, what: str) -> FormKind:
    """A form that no person fills in: the place in a list that an address names, the act of a button.

    Raises:
        Invalid: it cannot be read; `what` tells the trail what it is.
    """
    if not form.is_valid():
        raise Invalid(reason=what)
    return form


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
        if row is not None:
            self.initial = self.present(row) | self.initial
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "tick-box" if isinstance(field, forms.BooleanField) else "input")
            field.show_hidden_initial = row is not None

    def carried_out(self, act: Callable[[dict[str, Any]], Any], held: Callable[[], Model] | None = None) -> bool:
        """Whether the form is valid and `act`, given its data, went through; what `act` returned is `made`.

        `held` reads the row for the change where there may be none yet.
        """
        if not self.is_valid():
            return False
        try:
            with transaction.atomic():
                self.made = act(self._given(held))
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

    def unjudged(self) -> Self:
        """As it was typed, while nobody has asked yet to save it."""
        self._errors = ErrorDict()
        return self

    def present(self, row: Any) -> dict[str, Any]:
        """What the fields hold now."""
        columns = {alias: column for column, alias in self.aliases.items()}
        return {name: getattr(row, columns.get(name, name)) for name in self.fields}

    def meant(self, name: str, value: Any) -> Any:
        """What counts of a value when two are compared: a browser writes ends of lines in its own way."""
        return normalize_newlines(value) if isinstance(value, str) else value

    def _given(self, held: Callable[[], Model] | None) -> dict[str, Any]:
        if self.row is None:
            return self.cleaned_data
        return self._changes(held() if held else hold(self.row))

    def _changes(self, row: Model) -> dict[str, Any]:
        """What somebody changed of the row, by the names of the form. What it holds now counts as seen from here on."""
        holds = {name: self.fields[name].to_python(value) for name, value in self.present(row).items()}
        present, was, typed = (self._meant(values) for values in (holds, self._was(), self.cleaned_data))
        wanted = {name: value for name, value in typed.items() if value != was.get(name, present[name])}
        self._renew(holds, wanted)
        refuse_unseen(present, was=was, wanted=wanted)
        return {name: self.cleaned_data[name] for name in wanted}

    def _was(self) -> dict[str, Any]:
        """What each field held when the page was made. One that says nothing readable counts as not sent."""
        was = {}
        for name, field in self.fields.items():
            with suppress(KeyError, ValidationError):
                was[name] = field.to_python(self.data[self.add_initial_prefix(name)])
        return was

    def _meant(self, values: dict[str, Any]) -> dict[str, Any]:
        return {name: self.meant(name, value) for name, value in values.items()}

    def _renew(self, holds: dict[str, Any], wanted: Collection[str]) -> None:
        self.data = self.data.copy()
        for name, value in holds.items():
            shown = self.fields[name].prepare_value(value)
            self.data[self.add_initial_prefix(name)] = shown
            if name not in wanted:
                self.data[self.add_prefix(name)] = shown
