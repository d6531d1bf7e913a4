"""Figures in the enterprise admin: what was counted each day, to read, and the pages that draw it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from apps.core.admin import acting
from apps.core.calendar import local
from apps.core.identity import Principal
from apps.core.panels import guarded
from apps.core.rbac import Permission
from apps.core.scoped_admin import InScopeFilter, TenantScopedAdmin

from . import forms, plots, reports
from .measures import HOMES, QUESTIONS, SEARCHES
from .models import DayFigures
from .periods import Period
from .plots import Shown
from .reports import Report

Read = Callable[[Principal, Period], Report]
LOAD = "system-load"
# By the name in the address: how the page is called, what it reads, how it is shown.
PAGES: Mapping[str, tuple[Any, Read, Callable[[Report], Shown]]] = {
    "overview": (_("Overview"), reports.overview, plots.overview),
    "chat": (_("Questions and answers"), reports.chat, plots.chat),
    "retrieval": (_("Search"), reports.retrieval, plots.retrieval),
    "documents": (_("Documents"), reports.documents, plots.documents),
    LOAD: (_("System load"), lambda principal, period: reports.system_load(principal), plots.system_load),
}


def _told(report: Report, shown: Callable[[Report], Shown]) -> dict[str, Any]:
    return {"counted_at": local(report.get("counted_at")), "shown": shown(report)}


@admin.register(DayFigures)
class DayFiguresAdmin(TenantScopedAdmin):
    view_permission = Permission.ENTERPRISE_ADMIN
    fields = ("day", "development", "counts")
    list_display = ("day", "development", "questions", "homes", "searches")
    list_filter = (("development", InScopeFilter), "day")
    list_select_related = ("development",)
    ordering = ("-day", "id")
    change_list_template = "admin/analytics/dayfigures/change_list.html"

    def get_urls(self) -> list[Any]:
        found = [
            path(f"{name}/", self.admin_site.admin_view(self.report), {"name": name}, name=f"analytics_{name}")
            for name in PAGES
        ]
        return [*found, *super().get_urls()]

    def report(self, request: HttpRequest, name: str) -> HttpResponse:
        title, read, shown = PAGES[name]
        asked = forms.asked(request.GET)
        told = guarded(request, lambda: _told(read(acting(request), asked.period), shown))
        context = self.admin_site.each_context(request) | {
            "title": title,
            "opts": self.opts,
            "pages": [(f"admin:analytics_{other}", PAGES[other][0]) for other in PAGES],
            "here": f"admin:analytics_{name}",
            "asked": None if name == LOAD else asked,
            "failure": told.failure,
        }
        context |= told.found or {}
        status = 400 if asked.trouble and name != LOAD else 200
        return TemplateResponse(request, "admin/analytics/report.html", context, status=status)

    @admin.display(description=_("questions"))
    def questions(self, figures: DayFigures) -> int:
        return figures.counts.get(QUESTIONS, 0)  # type: ignore[no-any-return]

    @admin.display(description=_("active homes"))
    def homes(self, figures: DayFigures) -> int:
        return figures.counts.get(HOMES, 0)  # type: ignore[no-any-return]

    @admin.display(description=_("searches"))
    def searches(self, figures: DayFigures) -> int:
        return figures.counts.get(SEARCHES, 0)  # type: ignore[no-any-return]
