"""The homeowner's pages. Empty frames: what they show comes over the API, with a bearer that only the script holds."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase

from apps.assistant.api import LONGEST_QUESTION
from apps.core.pages import Page
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission

from .. import wording


class HomePage(Page):
    template_name = "home/chat.html"
    permission, rate_policy = Permission.PUBLIC, RatePolicy.PUBLIC
    http_method_names = ["get", "head"]
    extra_context = {"wording": wording.HOME, "longest_question": LONGEST_QUESTION}


class WorkerScript(Page):
    """Beside the page that it serves, because that is as far as its reach goes."""

    template_name = "home/worker.js"
    content_type = "text/javascript"
    permission, rate_policy = Permission.PUBLIC, RatePolicy.PUBLIC
    http_method_names = ["get", "head"]


class JoinPage(Page):
    """Where the card leads. Reading it changes nothing, so no link preview uses a code up; the script's POST does."""

    template_name = "home/join.html"
    permission, rate_policy = Permission.PUBLIC, RatePolicy.PUBLIC
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = self.render_to_response(self.get_context_data(with_code="code" in kwargs))
        # The address holds the secret of a home.
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response
