"""Notices of a development: what its homes are told, from which day to which. Plain forms, no script.

The pages speak of days where the homes stand, both included; the rows hold moments.
"""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core import calendar
from apps.core.pages import Page
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.developments import selectors as developments
from apps.developments.models import Development
from apps.notices import selectors, services
from apps.notices.models import LONGEST_BODY, LONGEST_TITLE, Notice
from apps.tenants.people import names_of

from ..forms import StaffForm, valid
from ..keyset import sliced

PAGE_SIZE = 25
DEVELOPMENTS_SHOWN = 500


class Place(forms.Form):
    development = forms.UUIDField(required=False)
    after = forms.UUIDField(required=False)


class NoticeForm(StaffForm):
    aliases: ClassVar[dict[str, str]] = {"starts_at": "starts", "ends_at": "ends", "house_type_code": "house_type"}

    title = forms.CharField(label=gettext_lazy("Title"), max_length=LONGEST_TITLE)
    body = forms.CharField(
        label=gettext_lazy("Text"), max_length=LONGEST_BODY, widget=forms.Textarea(attrs={"rows": 5})
    )
    starts = forms.DateField(label=gettext_lazy("First day"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    ends = forms.DateField(
        label=gettext_lazy("Last day"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    house_type = forms.ChoiceField(label=gettext_lazy("For"), required=False)

    def __init__(self, *args: Any, development: Development, page: Page, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types = developments.house_types_of(page.principal, development.pk)
        everybody = ("", _("All homes"))
        self.fields["house_type"].choices = [everybody, *((one.code, str(one)) for one in types)]  # type: ignore[attr-defined]

    def present(self, row: Any) -> dict[str, Any]:
        return super().present(row) | dict(zip(("starts", "ends"), days(row), strict=True))


def as_service(given: dict[str, Any]) -> dict[str, Any]:
    """What the service takes of what was typed. Days that nobody touched are not among it, so moments stay exact."""
    said = {name: given[name] for name in ("title", "body") if name in given}
    if "house_type" in given:
        said["house_type_code"] = given["house_type"] or None
    if "starts" in given:
        said["starts_at"] = calendar.starts(given["starts"])
    if "ends" in given:
        said["ends_at"] = calendar.ends(given["ends"]) if given["ends"] else None
    return said


class NoticePages(Page):
    permission = {"GET": Permission.NOTICE_VIEW, "POST": Permission.NOTICE_MANAGE}
    rate_policy = RatePolicy.DEVELOPER_API

    def shown(self, status: int = 200, **context: Any) -> HttpResponseBase:
        return self.render_to_response(
            self.get_context_data(section="settings", tab="notices", **context), status=status
        )


class NoticesPage(NoticePages):
    template_name = "settings/notices.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        estate = self.development
        form = estate and NoticeForm(development=estate, page=self, initial={"starts": calendar.today()})
        return self._list(form or None)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        estate = self.development
        if estate is None:
            return self._list(None, status=400)
        form = NoticeForm(request.POST, development=estate, page=self)
        where = {"development_id": estate.pk}
        if not form.carried_out(lambda given: services.notice_create(self.principal, **where, **as_service(given))):
            return self._list(form, status=form.status)
        messages.success(request, _("The homes are told from the first day on."))
        return HttpResponseRedirect(address(estate))

    @cached_property
    def _place(self) -> dict[str, Any]:
        return valid(Place(self.request.GET), "place on the notices page").cleaned_data

    @cached_property
    def development(self) -> Development | None:
        return developments.asked_or_first(self.principal, self._place["development"])

    def _list(self, form: NoticeForm | None, status: int = 200) -> HttpResponseBase:
        estate = self.development
        return self.shown(
            status,
            form=form,
            development=estate,
            developments=developments.developments_of(self.principal)[:DEVELOPMENTS_SHOWN],
            **(self._listing(estate) if estate else {}),
        )

    def _listing(self, estate: Development) -> dict[str, Any]:
        rows, after = selectors.notices_of(self.principal, estate.pk), self._place["after"]
        order = ("-starts_at", "-created_at", "id")
        found = sliced(rows, among=lambda: rows, order=order, after=after, size=PAGE_SIZE)
        names = names_of(row.created_by for row in found.rows if row.created_by)
        return {
            "notices": [(row, names.get(row.created_by), *days(row)) for row in found.rows],
            "first_page": address(estate) if after else "",
            "next_page": address(estate, after=found.next_after) if found.next_after else "",
        }


class NoticePage(NoticePages):
    template_name = "settings/notice.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        row = self._notice()
        return self._form(row, NoticeForm(development=row.development, page=self, row=row))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        row = self._notice()
        where = {"development_id": row.development_id, "notice_id": row.pk}
        if request.POST.get("act") == "delete":
            services.notice_delete(self.principal, **where)
            messages.success(request, _("The notice is gone."))
            return HttpResponseRedirect(address(row.development))
        form = NoticeForm(request.POST, development=row.development, page=self, row=row)
        changed = form.carried_out(
            lambda given: services.notice_update(self.principal, **where, changes=as_service(given))
        )
        if not changed:
            return self._form(row, form, status=form.status)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(address(row.development))

    def _notice(self) -> Notice:
        return selectors.notice_within_reach(self.principal, self.kwargs["notice_id"])

    def _form(self, row: Notice, form: NoticeForm, status: int = 200) -> HttpResponseBase:
        return self.shown(status, notice=row, form=form, back=address(row.development))


def days(row: Notice) -> tuple[date, date | None]:
    return calendar.day_of(row.starts_at), last_day(row.ends_at)


def last_day(ends_at: datetime | None) -> date | None:
    """The day that holds the last moment before the end."""
    return calendar.day_of(ends_at - timedelta(microseconds=1)) if ends_at else None


def address(development: Development, **place: Any) -> str:
    return f"{reverse('page-notices')}?{urlencode({'development': development.pk, **place})}"
