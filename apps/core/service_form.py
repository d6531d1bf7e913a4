"""An admin form whose row is written by a service."""

from typing import Any, ClassVar

from django.db import transaction
from django.db.models import Model
from django.forms import ModelForm
from django.utils.translation import gettext_lazy as _

from .errors import Problem
from .identity import Principal


class ServiceForm(ModelForm):  # type: ignore[type-arg]
    """A service judges what a form cannot, so it is called as the last step of validation, inside the view's
    transaction: what it refuses stands beside the field it is about. `aliases` maps a service's names to the form's.
    """

    principal: ClassVar[Principal]
    aliases: ClassVar[dict[str, str]] = {}

    def create(self, data: dict[str, Any]) -> Model:
        raise NotImplementedError

    def update(self, changes: dict[str, Any]) -> Model:
        raise NotImplementedError

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        try:
            with transaction.atomic():
                self.instance = self._written()
        except Problem as problem:
            self._tell(problem)

    @property
    def adding(self) -> bool:
        return bool(self.instance._state.adding)

    def _written(self) -> Model:
        if self.adding:
            return self.create(self.cleaned_data)
        return self.update({name: self.cleaned_data[name] for name in self.changed_data})

    def _tell(self, problem: Problem) -> None:
        for error in problem.errors:
            name = self.aliases.get(error.field, error.field)
            self.add_error(name if name in self.fields else None, error.message)
        if not problem.errors:
            self.add_error(None, problem.detail or str(_("This is not possible.")))
