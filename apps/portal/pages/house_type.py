"""One house type with its rooms, which the assistant tells the sizes of.

The rooms are rows of a plain form: a row left empty is no room, and a button asks for more rows without saving.
"""

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.errors import Conflict
from apps.core.rbac import Permission
from apps.developments import selectors, services
from apps.developments.models import CODE, HouseType
from apps.developments.rooms import LONGEST_NAME, MOST_ROOMS, as_rooms, stored, validate_rooms

from ..forms import StaffForm
from .development import DevelopmentPage

ROWS_AT_FIRST = 4


class RoomsField(forms.Field):
    """All rooms as one value, as they are stored: so what was there when the page was made can travel along."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> list[dict[str, str]]:
        try:
            rooms = json.loads(value or "[]") if isinstance(value, str) else value or []
        except (ValueError, RecursionError):
            raise forms.ValidationError(_("This is not possible.")) from None
        validate_rooms(rooms)
        return rooms

    def prepare_value(self, value: Any) -> str:
        return value if isinstance(value, str) else json.dumps(value or [])


class HouseTypeForm(StaffForm):
    name = forms.CharField(max_length=120, required=False, label=gettext_lazy("Name"))
    bedrooms = forms.IntegerField(min_value=0, max_value=50, required=False, label=gettext_lazy("Bedrooms"))
    floor_area_m2 = forms.DecimalField(
        min_value=0, max_digits=7, decimal_places=2, required=False, label=gettext_lazy("Floor area, m²")
    )
    rooms = RoomsField(required=False)

    @property
    def shown_rooms(self) -> list[dict[str, str]]:
        """Those to show again: as they were typed, or as they stand where nobody touched them."""
        return self.fields["rooms"].to_python(self["rooms"].value())

    def meant(self, name: str, value: Any) -> Any:
        return as_rooms(value) if name == "rooms" else super().meant(name, value)


class NewHouseTypeForm(HouseTypeForm):
    code = forms.CharField(
        max_length=32,
        validators=[CODE],
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("As in your drawings and lists, BD01 for example. It cannot be changed later."),
    )
    field_order = ("code", "name", "bedrooms", "floor_area_m2")


class SizeField(forms.DecimalField):
    def __init__(self, label: Any, *, digits: int = 5, least: str = "0.1") -> None:
        limits = {"min_value": Decimal(least), "max_digits": digits, "decimal_places": 2}
        super().__init__(label=label, required=False, **limits)


class RoomForm(StaffForm):
    """A row: empty, or a room with name, length and width."""

    name = forms.CharField(max_length=LONGEST_NAME, required=False, label=gettext_lazy("Room"))
    length_m = SizeField(gettext_lazy("Length, m"))
    width_m = SizeField(gettext_lazy("Width, m"))
    area_m2 = SizeField(gettext_lazy("Area, m²"), digits=7, least="0.01")

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if any(value not in (None, "") for value in given.values()):
            for name in ("name", "length_m", "width_m"):
                if name not in self.errors and given.get(name) in (None, ""):
                    self.add_error(name, _("Please fill this in, or empty the row."))
        return given


class BaseRooms(forms.BaseFormSet):  # type: ignore[type-arg]
    def filled(self) -> list[dict[str, str]]:
        """As they are stored."""
        return stored(form.cleaned_data for form in self.forms if form.cleaned_data.get("name"))


RoomSet = forms.formset_factory(RoomForm, formset=BaseRooms, extra=0, max_num=MOST_ROOMS, validate_max=True)
SETTING_UP: dict[str, Any] = {"prefix": "rooms", "form_kwargs": {"use_required_attribute": False}}


def rows_of(rooms: Sequence[dict[str, Any]]) -> Any:
    """Rooms, and some empty rows."""
    return RoomSet(initial=([*rooms] + [{}] * ROWS_AT_FIRST)[:MOST_ROOMS], **SETTING_UP)


def typed_rooms(data: QueryDict) -> list[dict[str, Any]]:
    """The rows as they were typed."""
    rows = [{name: data.get(f"rooms-{row}-{name}", "") for name in RoomForm.base_fields} for row in range(MOST_ROOMS)]
    return [row for row in rows if any(row.values())]


def with_rooms(data: QueryDict, rooms: Any) -> QueryDict:
    """What was posted, with the rows as the one value that the form judges."""
    told = data.copy()
    told["rooms"] = json.dumps(rooms.filled())
    return told


class HouseTypeFormPage(DevelopmentPage):
    permission, tab = Permission.DEVELOPMENT_MANAGE, "homes"
    template_name = "developments/house_type.html"
    kind: ClassVar[type[HouseTypeForm]] = HouseTypeForm

    def house_type(self) -> HouseType | None:
        return None

    def written(self, given: dict[str, Any]) -> HouseType:
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self._present(self.house_type())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        present, data = self.house_type(), request.POST
        if present is not None and data.get("act") == "remove":
            return self._remove(present)
        if "more" in data:
            return self._page(present, self.kind(data, row=present).unjudged(), rows_of(typed_rooms(data)))
        rooms = RoomSet(data, **SETTING_UP)
        if not rooms.is_valid():
            return self._page(present, self.kind(data, row=present), rooms, status=400)
        form = self.kind(with_rooms(data, rooms), row=present)
        if not form.carried_out(self.written):
            return self._page(present, form, rows_of(form.shown_rooms), status=form.status)
        messages.success(request, _("House type %(code)s was saved.") % {"code": form.made.code})
        return HttpResponseRedirect(reverse("page-homes", args=[self.kwargs["development_id"]]))

    def _remove(self, present: HouseType) -> HttpResponseBase:
        place = {"development_id": self.kwargs["development_id"], "house_type_id": present.pk}
        try:
            with transaction.atomic():
                services.house_type_delete(self.principal, **place)
        except Conflict as refusal:
            return self._present(present, trouble=refusal.detail, status=refusal.status)
        messages.success(self.request, _("House type %(code)s was removed.") % {"code": present.code})
        return HttpResponseRedirect(reverse("page-homes", args=[present.development_id]))

    def _present(self, present: HouseType | None, **context: Any) -> HttpResponseBase:
        return self._page(present, self.kind(row=present), rows_of(present.rooms if present else []), **context)

    def _page(self, present: HouseType | None, form: Any, rooms: Any, **context: Any) -> HttpResponseBase:
        return self.shown(self.development, house_type=present, form=form, rooms=rooms, most=MOST_ROOMS, **context)


class NewHouseTypePage(HouseTypeFormPage):
    kind = NewHouseTypeForm

    def written(self, given: dict[str, Any]) -> HouseType:
        return services.house_type_create(self.principal, development_id=self.kwargs["development_id"], **given)


class HouseTypePage(HouseTypeFormPage):
    def house_type(self) -> HouseType:
        rows = selectors.house_types_of(self.principal, self.kwargs["development_id"])
        return selectors.found(rows, self.kwargs["house_type_id"])

    def written(self, given: dict[str, Any]) -> HouseType:
        place = {"development_id": self.kwargs["development_id"], "house_type_id": self.kwargs["house_type_id"]}
        return services.house_type_update(self.principal, **place, changes=given)
