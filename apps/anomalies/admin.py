"""Anomalies in the enterprise admin: what was found with its evidence, the three acts, thresholds and the webhook."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from apps.core.admin import acting
from apps.core.errors import Invalid
from apps.core.rbac import Permission
from apps.core.scoped_admin import TenantScopedAdmin
from apps.core.service_form import ServiceForm
from apps.tenants.models import Staff

from . import evidence, services
from .models import Delivery, Finding, Threshold, Webhook
from .thresholds import BY_NAME, settable
from .webhook import setting


class ActForm(forms.Form):
    """What goes with an act."""

    note = forms.CharField(max_length=1000, required=False)
    until = forms.DateTimeField(required=False)


@admin.register(Finding)
class FindingAdmin(TenantScopedAdmin):
    view_permission = Permission.ANOMALY_VIEW
    fields = (
        *("title", "detector", "severity", "state", "count", "first_seen", "last_seen", "found_at"),
        *("measured", "address"),
        *("subject_type", "subject_id", "in_development"),
        *("note", "muted_until", "acted_by", "acted_at"),
    )
    readonly_fields = ("title", "found_at", "measured")
    list_display = ("title", "severity", "state", "detector", "count", "address", "first_seen", "last_seen")
    list_filter = ("state", "severity", "detector", ("last_seen", admin.DateFieldListFilter))
    search_fields = ("=subject_id",)
    search_help_text = _("The id of a person, a home or a development")
    ordering = ("-last_seen", "-id")
    change_form_template = "admin/anomalies/finding/change_form.html"

    def get_urls(self) -> list[Any]:
        acts = {"acknowledge": services.acknowledge, "resolve": services.resolve, "mute": services.mute}
        own = [
            path(
                f"<uuid:finding_id>/{name}/",
                self.admin_site.admin_view(self.act),
                {"service": service},
                name=f"anomaly_{name}",
            )
            for name, service in acts.items()
        ]
        return [*own, *super().get_urls()]

    @method_decorator(require_POST)
    def act(self, request: HttpRequest, finding_id: UUID, service: Callable[..., Finding]) -> HttpResponseRedirect:
        form = ActForm(request.POST)
        until = {"until": form.cleaned_data["until"]} if form.is_valid() and service is services.mute else {}
        try:
            if form.errors:
                raise Invalid.field("until", "invalid", str(_("Write the time as 2026-12-31 17:00.")))
            done = service(acting(request), finding_id=finding_id, note=form.cleaned_data["note"], **until)
            messages.success(request, _("The anomaly is now: %(state)s.") % {"state": done.get_state_display().lower()})
        except Invalid as problem:
            messages.error(request, " ".join(error.message for error in problem.errors))
        return HttpResponseRedirect(reverse("admin:anomalies_finding_change", args=[finding_id]))

    @admin.display(description=_("What was found"), ordering="kind")
    def title(self, finding: Finding) -> str:
        return finding.title

    @admin.display(description=_("Found"))
    def found_at(self, finding: Finding) -> str:
        return date_format(finding.created_at, "DATETIME_FORMAT")

    @admin.display(description=_("Measured"))
    def measured(self, finding: Finding) -> SafeString | str:
        rows = ((name.replace("_", " "), value) for name, value in sorted(finding.measures.items()))
        return format_html_join(", ", "{} {}", rows) or "-"

    def parts(self, obj: Finding) -> dict[str, Callable[[], Any]]:
        return {"evidence": lambda: list(evidence.linked(obj))}


class ThresholdForm(ServiceForm):
    name = forms.ChoiceField(label=_("Threshold"))

    class Meta:
        model = Threshold
        fields = ("name", "value")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "name" in self.fields:
            self.fields["name"].choices = list(self._choices())  # type: ignore[attr-defined]

    def _choices(self) -> Iterable[tuple[str, str]]:
        for name, one in settable(self.principal).items():
            yield name, f"{name}: {one.meaning} ({one.default}; {one.least} to {one.most})"

    def create(self, data: dict[str, Any]) -> Any:
        return services.threshold_set(self.principal, name=data["name"], value=data["value"])

    def update(self, changes: dict[str, Any]) -> Any:
        row = self.instance
        value = changes.get("value", row.value)
        return services.threshold_set(self.principal, name=row.name, value=value, tenant_id=row.tenant_id)


@admin.register(Threshold)
class ThresholdAdmin(TenantScopedAdmin):
    """Own values in the place of defaults; removing one goes back to the default."""

    view_permission, write_permission = Permission.ANOMALY_VIEW, Permission.ANOMALY_MANAGE
    deletable = True
    form = ThresholdForm
    fields = ("name", "value")
    fixed = ("name",)
    list_display = ("name", "value", "default", "meaning", "set_at", "who")
    search_fields = ("name",)
    ordering = ("name", "id")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Threshold]":
        """With the name of whoever has set it, where the reader may see that person."""
        person = Staff.objects.filter(pk=OuterRef("set_by")).values("name")
        return super().get_queryset(request).annotate(setter=Subquery(person))

    @admin.display(description=_("set by"))
    def who(self, row: Any) -> str:
        return row.setter or str(row.set_by or "-")

    @admin.display(description=_("default"))
    def default(self, row: Threshold) -> int | str:
        return BY_NAME[row.name].default if row.name in BY_NAME else "-"

    @admin.display(description=_("meaning"))
    def meaning(self, row: Threshold) -> str:
        return BY_NAME[row.name].meaning if row.name in BY_NAME else "-"

    def remove(self, principal: Any, obj: Threshold) -> None:
        services.threshold_set(principal, name=obj.name, value=None, tenant_id=obj.tenant_id)


class WebhookForm(ServiceForm):
    secret = forms.CharField(
        required=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Signs every message. It is never shown again; leave it empty to keep the present one."),
    )
    aliases: ClassVar[dict[str, str]] = {"active": "is_active"}

    class Meta:
        model = Webhook
        fields = ("url", "is_active")

    def create(self, data: dict[str, Any]) -> Webhook:
        return setting.webhook_set(self.principal, url=data["url"], secret=data["secret"], active=data["is_active"])

    def update(self, changes: dict[str, Any]) -> Webhook:
        row = self.instance
        return setting.webhook_set(
            self.principal,
            url=self.cleaned_data["url"],
            secret=changes.get("secret", ""),
            active=self.cleaned_data["is_active"],
            tenant_id=row.tenant_id,
        )


@admin.register(Webhook)
class WebhookAdmin(TenantScopedAdmin):
    view_permission, write_permission = Permission.ANOMALY_VIEW, Permission.ANOMALY_MANAGE
    deletable, sensitive = True, True
    form = WebhookForm
    fields = ("url", "secret", "is_active")
    list_display = ("url", "is_active", "changed_at")
    ordering = ("url", "id")

    def remove(self, principal: Any, obj: Webhook) -> None:
        setting.webhook_remove(principal, tenant_id=obj.tenant_id)


@admin.register(Delivery)
class DeliveryAdmin(TenantScopedAdmin):
    """What was sent, what is still to be sent, and why not."""

    view_permission = Permission.ANOMALY_VIEW
    fields = ("finding", "created_at", "attempts", "next_at", "sent_at", "failure", "body")
    list_display = ("created_at", "finding", "attempts", "sent_at", "next_at", "failure")
    list_select_related = ("finding",)
    ordering = ("-created_at", "id")
