"""Forms of the builders' pages: what a service refuses stands beside its field, and nothing typed is lost."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _

from apps.core.errors import Conflict, Invalid, Problem


class StaffForm(forms.Form):
    """`aliases` maps a service's names to the form's. `status` is that of the page which shows the form again."""

    aliases: ClassVar[dict[str, str]] = {}
    status = 400

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "tick-box" if isinstance(field, forms.BooleanField) else "input")

    def carried_out(self, act: Callable[[dict[str, Any]], Any]) -> bool:
        """Whether the form is valid and `act`, given its data, went through; what `act` returned is `made`."""
        if not self.is_valid():
            return False
        try:
            with transaction.atomic():
                self.made = act(self.cleaned_data)
        except (Invalid, Conflict) as refusal:
            self.tell(refusal)
            return False
        return True

    def tell(self, problem: Problem) -> None:
        self.status = problem.status
        for error in problem.errors:
            name = self.aliases.get(error.field, error.field)
            self.add_error(name if name in self.fields else None, error.message)
        if not problem.errors:
            self.add_error(None, problem.detail or _("This is not possible."))
