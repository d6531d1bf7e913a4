"""One's own personal access tokens: made, shown once, revoked. Plain forms, no script."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core import rbac
from apps.core.errors import NotFound
from apps.core.identity import Principal
from apps.core.pages import Page
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.core.step_up import Proof
from apps.tenants import access_tokens

from ..forms import StaffForm

LIVES = {
    7: gettext_lazy("7 days"),
    30: gettext_lazy("30 days"),
    90: gettext_lazy("90 days"),
    365: gettext_lazy("a year"),
}
# What each permission lets a program do, in the order of the form.
WORDS: dict[str, Any] = {
    Permission.DEVELOPMENT_VIEW: gettext_lazy("See developments"),
    Permission.DEVELOPMENT_MANAGE: gettext_lazy("Change developments and house types"),
    Permission.UNIT_VIEW: gettext_lazy("See homes"),
    Permission.UNIT_MANAGE: gettext_lazy("Add, import and change homes"),
    Permission.ENROLMENT_MANAGE: gettext_lazy("Make and revoke QR cards"),
    Permission.HOMEOWNER_VIEW: gettext_lazy("See homeowners"),
    Permission.HOMEOWNER_MANAGE: gettext_lazy("Add, change and remove homeowners"),
    Permission.HOMEOWNER_EXPORT: gettext_lazy("Export what is kept of a homeowner"),
    Permission.DOCUMENT_VIEW: gettext_lazy("See and download documents"),
    Permission.DOCUMENT_UPLOAD: gettext_lazy("Upload documents"),
    Permission.DOCUMENT_MANAGE: gettext_lazy("Change and delete documents"),
    Permission.JOB_VIEW: gettext_lazy("Follow jobs"),
    Permission.ASSISTANT_TRY: gettext_lazy("Try the assistant"),
    Permission.ASSISTANT_MANAGE: gettext_lazy("Guide the assistant"),
    Permission.QUESTION_VIEW: gettext_lazy("See unanswered questions"),
    Permission.QUESTION_ANSWER: gettext_lazy("Answer questions"),
    Permission.ANALYTICS_VIEW: gettext_lazy("See figures"),
    Permission.NOTICE_VIEW: gettext_lazy("See notices"),
    Permission.NOTICE_MANAGE: gettext_lazy("Write notices"),
    Permission.STAFF_VIEW: gettext_lazy("See the team"),
    Permission.THEME_VIEW: gettext_lazy("See the look"),
}


def worded(permission: str) -> str:
    return str(WORDS.get(permission, permission))


class TokenForm(StaffForm):
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=100, help_text=gettext_lazy("What uses it: you will know it by this.")
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("Works for"),
        help_text=gettext_lazy("Then you make a new one."),
        choices=list(LIVES.items()),
        coerce=int,
        initial=90,
    )
    permissions = forms.MultipleChoiceField(
        label=gettext_lazy("What it may do"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one.")},
    )

    def __init__(self, *args: Any, principal: Principal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = rbac.for_token(principal)
        known = [permission for permission in WORDS if permission in held]
        choices = [(str(permission), worded(permission)) for permission in [*known, *sorted(held - set(known))]]
        self.fields["permissions"].choices = choices  # type: ignore[attr-defined]


class RevokeForm(forms.Form):
    """No token named: all of them."""

    token = forms.UUIDField(required=False)


class TokensPage(Page):
    template_name = "settings/tokens.html"
    permission, rate_policy = Permission.TOKEN_MANAGE, RatePolicy.DEVELOPER_API
    proof = {"POST": Proof.RECENT}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self._shown(TokenForm(principal=self.principal))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self._revoke(request) if "revoke" in request.POST else self._create(request)

    def _create(self, request: HttpRequest) -> HttpResponseBase:
        form = TokenForm(request.POST, principal=self.principal)
        if not form.carried_out(lambda given: access_tokens.token_create(self.principal, **given)):
            return self._shown(form, status=form.status)
        token, text = form.made
        return self._shown(TokenForm(principal=self.principal), made=token, text=text)

    def _revoke(self, request: HttpRequest) -> HttpResponseBase:
        form = RevokeForm(request.POST)
        if not form.is_valid():
            raise NotFound(reason="no token of this name")
        if form.cleaned_data["token"]:
            access_tokens.token_revoke(self.principal, form.cleaned_data["token"])
        else:
            access_tokens.revoke_all(self.principal)
        messages.success(request, _("Revoked. Whatever used it is turned away from now on."))
        return HttpResponseRedirect(reverse("page-tokens"))

    def _shown(self, form: TokenForm, *, status: int = 200, **context: Any) -> HttpResponseBase:
        rows = [(token, [worded(held) for held in token.permissions]) for token in access_tokens.own(self.principal)]
        context |= {"section": "settings", "tab": "tokens", "form": form, "tokens": rows}
        return self.render_to_response(self.get_context_data(**context), status=status)
