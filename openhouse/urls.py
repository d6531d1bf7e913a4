"""The whole surface: probes, the API, the enterprise admin, pages."""

from django.contrib import admin
from django.urls import include, path

from apps.core import health
from apps.core.nowhere import rest_of
from apps.core.rate_limiter import RatePolicy
from apps.portal.pages import (
    account,
    account_links,
    accounts,
    admin_audit,
    admin_export,
    admin_jobs,
    admin_limits,
    admin_locks,
    admin_panels,
    admin_sessions,
    analytics,
    assistant,
    dashboard,
    development,
    developments,
    document,
    document_readers,
    documents,
    home,
    home_people,
    homes,
    house_type,
    importing,
    jobs,
    notices,
    people,
    person,
    questions,
    start,
    support,
    team,
    theme,
    theme_files,
    tokens,
    unit,
)

urlpatterns = [
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    path("api/", include("openhouse.api_urls")),
    path("admin-enterprise/panels/anomalies", admin_panels.AnomaliesPanel.as_view(), name="panel-anomalies"),
    path("admin-enterprise/panels/client-errors", admin_panels.ClientErrorsPanel.as_view(), name="panel-client-errors"),
    path("admin-enterprise/sessions", admin_sessions.SessionsPage.as_view(), name="admin-sessions-page"),
    path("admin-enterprise/locked-accounts", admin_locks.LocksPage.as_view(), name="admin-locks-page"),
    path("admin-enterprise/limits", admin_limits.LimitsPage.as_view(), name="admin-limits-page"),
    path("admin-enterprise/audit/export", admin_audit.AuditExportPage.as_view(), name="admin-audit-export"),
    path("admin-enterprise/jobs", admin_jobs.JobsPage.as_view(), name="admin-jobs-page"),
    path(
        "admin-enterprise/<str:app>/<str:model>/export", admin_export.ListExportPage.as_view(), name="admin-list-export"
    ),
    path("admin-enterprise/", admin.site.urls),
    path("", start.StartPage.as_view(), name="page-start"),
    path("accounts/login", accounts.SignInPage.as_view(), name="page-sign-in"),
    path("accounts/forgot", account_links.ForgotPage.as_view(), name="page-forgot"),
    path("accounts/invitation", account_links.InvitationPage.as_view(), name="page-invitation-form"),
    path("accounts/invitation/<str:token>", account_links.InvitationPage.as_view(), name="page-invitation"),
    path("accounts/reset", account_links.ResetPage.as_view(), name="page-reset-form"),
    path("accounts/reset/<str:token>", account_links.ResetPage.as_view(), name="page-reset"),
    path("accounts/sessions", account.SessionsPage.as_view(), name="page-sessions"),
    path("accounts/password", account.PasswordPage.as_view(), name="page-password"),
    path("accounts/second-factor", account.SecondFactorPage.as_view(), name="page-second-factor"),
    path("accounts/confirm", account.ProofPage.as_view(), name="page-proof"),
    path("accounts/support", support.SupportPage.as_view(), name="page-support"),
    path("accounts/support/stop", support.SupportStopPage.as_view(), name="page-support-stop"),
    path("accounts/logout", accounts.SignOutPage.as_view(), name="page-sign-out"),
    path("settings/team", team.TeamPage.as_view(), name="page-team"),
    path("settings/team/<uuid:staff_id>", team.MemberPage.as_view(), name="page-member"),
    path("settings/tokens", tokens.TokensPage.as_view(), name="page-tokens"),
    path("settings/notices", notices.NoticesPage.as_view(), name="page-notices"),
    path("settings/notices/<uuid:notice_id>", notices.NoticePage.as_view(), name="page-notice"),
    path("settings/theme", theme.ThemePage.as_view(), name="page-theme"),
    path("theme/<slug:colours>.css", theme_files.StylesheetFile.as_view(), name="theme-stylesheet"),
    path("theme/logo/<slug:digest>.png", theme_files.LogoFile.as_view(), name="theme-logo-file"),
    path("join", home.JoinPage.as_view(), name="page-join-form"),
    path("join/<str:code>", home.JoinPage.as_view(), name="page-join"),
    path("home/", home.HomePage.as_view(), name="page-home"),
    path("home/worker.js", home.WorkerScript.as_view(), name="page-home-worker"),
    path(
        "developments/<uuid:development_id>/assistant",
        assistant.AssistantPage.as_view(),
        name="page-development-assistant",
    ),
    path(
        "developments/<uuid:development_id>/analytics",
        analytics.AnalyticsPage.as_view(),
        name="page-development-analytics",
    ),
    path("dashboard", dashboard.DashboardPage.as_view(), name="page-dashboard"),
    path("developments", developments.DevelopmentsPage.as_view(), name="page-developments"),
    path("developments/new", developments.NewDevelopmentPage.as_view(), name="page-development-new"),
    path("developments/<uuid:development_id>", development.OverviewPage.as_view(), name="page-development"),
    path(
        "developments/<uuid:development_id>/details", development.DetailsPage.as_view(), name="page-development-details"
    ),
    path(
        "developments/<uuid:development_id>/archive", development.ArchivePage.as_view(), name="page-development-archive"
    ),
    path(
        "developments/<uuid:development_id>/builders",
        development.BuildersPage.as_view(),
        name="page-development-builders",
    ),
    path("developments/<uuid:development_id>/import", importing.ImportPage.as_view(), name="page-import"),
    path(
        "developments/<uuid:development_id>/import/<uuid:import_id>",
        importing.ImportCheckPage.as_view(),
        name="page-import-check",
    ),
    path("developments/<uuid:development_id>/export", importing.ExportPage.as_view(), name="page-export"),
    path(
        "developments/<uuid:development_id>/documents",
        development.DocumentsTab.as_view(),
        name="page-development-documents",
    ),
    path("developments/<uuid:development_id>/homes", homes.HomesPage.as_view(), name="page-homes"),
    path("developments/<uuid:development_id>/homes/new", unit.NewUnitPage.as_view(), name="page-unit-new"),
    path("developments/<uuid:development_id>/homes/<uuid:unit_id>", unit.UnitPage.as_view(), name="page-unit"),
    path(
        "developments/<uuid:development_id>/house-types/new",
        house_type.NewHouseTypePage.as_view(),
        name="page-house-type-new",
    ),
    path(
        "developments/<uuid:development_id>/house-types/<uuid:house_type_id>",
        house_type.HouseTypePage.as_view(),
        name="page-house-type",
    ),
    path("developments/<uuid:development_id>/people", people.PeoplePage.as_view(), name="page-people"),
    path(
        "developments/<uuid:development_id>/people/<uuid:unit_id>",
        home_people.HomePeoplePage.as_view(),
        name="page-home-people",
    ),
    path("homeowners", people.HomeownersPage.as_view(), name="page-homeowners"),
    path("homeowners/<uuid:homeowner_id>", person.PersonPage.as_view(), name="page-person"),
    path("homeowners/<uuid:homeowner_id>/remove", person.RemovePersonPage.as_view(), name="page-person-remove"),
    path("homeowners/<uuid:homeowner_id>/copy", person.PersonCopyPage.as_view(), name="page-person-copy"),
    path("documents", documents.DocumentsPage.as_view(), name="page-documents"),
    path("documents/jobs", jobs.StartJobPage.as_view(), name="page-job-start"),
    path("documents/jobs/<uuid:job_id>", jobs.JobPage.as_view(), name="page-job"),
    path("documents/<uuid:document_id>", document.DocumentPage.as_view(), name="page-document"),
    path("documents/<uuid:document_id>/versions", document.NewVersionPage.as_view(), name="page-document-version"),
    path("documents/<uuid:document_id>/compare", document_readers.ComparePage.as_view(), name="page-document-compare"),
    path(
        "documents/<uuid:document_id>/confirmed",
        document_readers.ConfirmedPage.as_view(),
        name="page-document-confirmed",
    ),
    path("documents/<uuid:document_id>/readers", document_readers.ReadersPage.as_view(), name="page-document-readers"),
    path("questions", questions.QuestionsPage.as_view(), name="page-questions"),
    rest_of("api/admin/", RatePolicy.ADMIN_API),
    rest_of("api/developers/", RatePolicy.DEVELOPER_API),
    rest_of("", RatePolicy.PUBLIC),
]

handler400 = "apps.core.problems.bad_request"
handler403 = "apps.core.problems.forbidden"
handler404 = "apps.core.problems.not_found"
handler500 = "apps.core.problems.server_error"
