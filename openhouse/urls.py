"""The whole surface: probes, the API, the enterprise admin, pages."""

from django.contrib import admin
from django.urls import include, path

from apps.core import health
from apps.portal.pages import account, accounts, assistant, documents, home, questions, start, support

urlpatterns = [
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    path("api/", include("openhouse.api_urls")),
    path("admin-enterprise/", admin.site.urls),
    path("", start.StartPage.as_view(), name="page-start"),
    path("accounts/login", accounts.SignInPage.as_view(), name="page-sign-in"),
    path("accounts/sessions", account.SessionsPage.as_view(), name="page-sessions"),
    path("accounts/password", account.PasswordPage.as_view(), name="page-password"),
    path("accounts/second-factor", account.SecondFactorPage.as_view(), name="page-second-factor"),
    path("accounts/confirm", account.ProofPage.as_view(), name="page-proof"),
    path("accounts/support", support.SupportPage.as_view(), name="page-support"),
    path("accounts/support/stop", support.SupportStopPage.as_view(), name="page-support-stop"),
    path("accounts/logout", accounts.SignOutPage.as_view(), name="page-sign-out"),
    path("join", home.JoinPage.as_view(), name="page-join-form"),
    path("join/<str:code>", home.JoinPage.as_view(), name="page-join"),
    path("home/", home.HomePage.as_view(), name="page-home"),
    path(
        "developments/<uuid:development_id>/assistant",
        assistant.AssistantPage.as_view(),
        name="page-development-assistant",
    ),
    path("documents", documents.DocumentsPage.as_view(), name="page-documents"),
    path("questions", questions.QuestionsPage.as_view(), name="page-questions"),
]

handler400 = "apps.core.problems.bad_request"
handler403 = "apps.core.problems.forbidden"
handler404 = "apps.core.problems.not_found"
handler500 = "apps.core.problems.server_error"
