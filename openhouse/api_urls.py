"""Every API route on one screen: what is not listed here does not exist."""

from django.urls import URLPattern, path
from drf_spectacular.views import SpectacularAPIView
from drf_spectacular.views import SpectacularSwaggerSplitView as Docs

from apps.analytics import admin_api as admin_analytics
from apps.analytics import api as analytics
from apps.analytics import attention_api as attention
from apps.anomalies import api as anomalies
from apps.anomalies import thresholds_api as thresholds
from apps.anomalies import webhook_api as webhook
from apps.anomalies.catalogue import Detector
from apps.assistant import api as assistant
from apps.assistant import documents_api as assistant_documents
from apps.assistant import feedback_api as feedback
from apps.assistant import guidance_api as guidance
from apps.assistant import pages_api as cited_pages
from apps.assistant import questions_api as questions
from apps.assistant import starters_api as starters
from apps.audit import api as audit
from apps.audit.client_errors import api as client_errors
from apps.core.gate import ruled
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.developments import admin_api as admin_developments
from apps.developments import api as developments
from apps.developments import members_api as members
from apps.documents import admin_api as admin_documents
from apps.documents.api import builder as documents
from apps.documents.api import home as home_documents
from apps.documents.api import jobs, lifecycle, readers, rooms
from apps.homeowners import admin_api as admin_homeowners
from apps.homeowners.api import builder as homeowners
from apps.homeowners.api import cards, devices, home, importing, invitations, personal_data, support
from apps.notices import api as notices
from apps.tenants import admin_api as admin_tenants
from apps.tenants import api as tenants
from apps.tenants import limits_api as limits
from apps.tenants import locks_api as locks
from apps.tenants import second_factor_api as second_factor
from apps.tenants import session_api as sessions
from apps.tenants import team_api as team
from apps.tenants import theme_api as themes
from apps.tenants import token_api as tokens

READS = ["get", "head"]
open_page = ruled(Permission.PUBLIC, RatePolicy.PUBLIC)

PUBLIC: list[URLPattern] = [
    path("schema/", open_page(SpectacularAPIView.as_view(http_method_names=READS)), name="schema"),
    path("docs/", open_page(Docs.as_view(url_name="schema", http_method_names=READS)), name="docs"),
    path("log/client", client_errors.ClientLog.as_view(), name="client-log"),
    path("auth/login", tenants.SignIn.as_view(), name="auth-login"),
    path("auth/logout", tenants.SignOut.as_view(), name="auth-logout"),
    path("auth/me", tenants.Me.as_view(), name="auth-me"),
    path("auth/password", sessions.Password.as_view(), name="auth-password"),
    path("auth/second-factor", second_factor.SecondFactor.as_view(), name="auth-second-factor"),
    path("auth/second-factor/confirm", second_factor.Confirmation.as_view(), name="auth-second-factor-confirm"),
    path("auth/second-factor/recovery-codes", second_factor.RecoveryCodes.as_view(), name="auth-recovery-codes"),
    path("auth/sessions", sessions.OwnSessions.as_view(), name="auth-sessions"),
    path("auth/sessions/<uuid:session_id>", sessions.OwnSession.as_view(), name="auth-session"),
    path("homeowner/session", home.Join.as_view(), name="join"),
    path("homeowner/session/ticket", home.Ticket.as_view(), name="join-ticket"),
    path("homeowner/session/refresh", home.Refresh.as_view(), name="refresh"),
]
HOMEOWNERS: list[URLPattern] = [
    path("chat/messages", assistant.Messages.as_view(), name="chat-messages"),
    path("chat/messages/<uuid:message_id>/feedback", feedback.Feedback.as_view(), name="chat-feedback"),
    path("chat/messages/<uuid:message_id>/ask-builder", feedback.AskBuilder.as_view(), name="chat-ask-builder"),
    path("chat/citations/<uuid:citation_id>/page", cited_pages.CitedPage.as_view(), name="chat-cited-page"),
    path("chat/starters", starters.Starters.as_view(), name="chat-starters"),
    path("homeowner/me", home.Me.as_view(), name="home"),
    path("homeowner/export", personal_data.OwnExport.as_view(), name="home-export"),
    path("homeowner/sessions", home.Sessions.as_view(), name="home-sessions"),
    path("homeowner/sessions/<uuid:session_id>", home.Session.as_view(), name="home-session"),
    path("homeowner/device-requests", devices.DeviceRequests.as_view(), name="device-requests"),
    path("homeowner/device-requests/<uuid:request_id>", devices.DeviceDecision.as_view(), name="device-decision"),
    path("homeowner/support-visits", support.SupportVisits.as_view(), name="support-visits"),
    path("homeowner/notices", notices.HomeNotices.as_view(), name="home-notices"),
    path("homeowner/notices/<uuid:notice_id>/read", notices.NoticeReading.as_view(), name="home-notice-read"),
    path("homeowner/documents", home_documents.Documents.as_view(), name="home-documents"),
    path("homeowner/documents/<uuid:document_id>/file", home_documents.File.as_view(), name="home-document-file"),
    path("homeowner/documents/<uuid:document_id>/consent", home_documents.Consent.as_view(), name="home-consent"),
]
DEVELOPERS: list[URLPattern] = [
    path("developers/team", team.Team.as_view(), name="team"),
    path("developers/team/<uuid:staff_id>", team.Member.as_view(), name="team-member"),
    path("developers/team/<uuid:staff_id>/invitation", team.Invitation.as_view(), name="team-invitation"),
    path("developers/theme", themes.BuilderTheme.as_view(), name="theme"),
    path("developers/theme/logo", themes.Logo.as_view(), name="theme-logo"),
    path("developers/developments", attention.Developments.as_view(), name="developments"),
    path("developers/tokens", tokens.Tokens.as_view(), name="tokens"),
    path("developers/tokens/<uuid:token_id>", tokens.Token.as_view(), name="token"),
    path("developers/developments/<uuid:development_id>", developments.DevelopmentDetail.as_view(), name="development"),
    path(
        "developers/developments/<uuid:development_id>/archive",
        developments.Archive.as_view(),
        name="development-archive",
    ),
    path("developers/developments/<uuid:development_id>/members", members.Members.as_view(), name="members"),
    path(
        "developers/developments/<uuid:development_id>/members/<uuid:staff_id>", members.Member.as_view(), name="member"
    ),
    path(
        "developers/developments/<uuid:development_id>/house-types",
        developments.HouseTypes.as_view(),
        name="house-types",
    ),
    path(
        "developers/developments/<uuid:development_id>/house-types/<uuid:house_type_id>",
        developments.HouseTypeDetail.as_view(),
        name="house-type",
    ),
    path("developers/developments/<uuid:development_id>/notices", notices.Notices.as_view(), name="notices"),
    path(
        "developers/developments/<uuid:development_id>/notices/<uuid:notice_id>",
        notices.NoticeDetail.as_view(),
        name="notice",
    ),
    path("developers/developments/<uuid:development_id>/units", developments.Units.as_view(), name="units"),
    path(
        "developers/developments/<uuid:development_id>/units/import",
        importing.ImportHomes.as_view(),
        name="units-import",
    ),
    path(
        "developers/developments/<uuid:development_id>/units/import/template",
        importing.ImportTemplate.as_view(),
        name="units-import-template",
    ),
    path(
        "developers/developments/<uuid:development_id>/units/export",
        importing.ExportHomes.as_view(),
        name="units-export",
    ),
    path(
        "developers/developments/<uuid:development_id>/imports/<uuid:import_id>/errors",
        importing.ImportErrors.as_view(),
        name="import-errors",
    ),
    path(
        "developers/developments/<uuid:development_id>/imports/<uuid:import_id>/retry",
        importing.RetryImport.as_view(),
        name="import-retry",
    ),
    path("developers/units/<uuid:unit_id>", developments.UnitDetail.as_view(), name="unit"),
    path("developers/units/<uuid:unit_id>/enrolment", homeowners.Enrolment.as_view(), name="enrolment"),
    path("developers/units/<uuid:unit_id>/homeowners", homeowners.UnitHomeowners.as_view(), name="unit-homeowners"),
    path("developers/units/<uuid:unit_id>/scans", cards.Scans.as_view(), name="unit-scans"),
    path("developers/developments/<uuid:development_id>/qr-sheet", cards.QrSheet.as_view(), name="qr-sheet"),
    path("developers/developments/<uuid:development_id>/cards", cards.Cards.as_view(), name="cards"),
    path("developers/homeowners", invitations.Invitations.as_view(), name="invitations"),
    path(
        "developers/developments/<uuid:development_id>/homeowners",
        invitations.DevelopmentInvitations.as_view(),
        name="development-invitations",
    ),
    path(
        "developers/homeowners/<uuid:homeowner_id>/export",
        personal_data.HomeownerExport.as_view(),
        name="homeowner-export",
    ),
    path("developers/homeowners/<uuid:homeowner_id>", homeowners.HomeownerDetail.as_view(), name="homeowner"),
    path(
        "developers/homeowners/<uuid:homeowner_id>/sessions",
        homeowners.HomeownerSessions.as_view(),
        name="homeowner-sessions",
    ),
    path(
        "developers/homeowners/<uuid:homeowner_id>/sessions/<uuid:session_id>",
        homeowners.HomeownerSession.as_view(),
        name="homeowner-session",
    ),
    path("developers/developments/<uuid:development_id>/documents", documents.Documents.as_view(), name="documents"),
    path("developers/documents/<uuid:document_id>", documents.DocumentDetail.as_view(), name="document"),
    path("developers/documents/<uuid:document_id>/versions", documents.Versions.as_view(), name="document-versions"),
    path("developers/documents/<uuid:document_id>/rollback", documents.Rollback.as_view(), name="document-rollback"),
    path("developers/documents/<uuid:document_id>/reingest", documents.Reingest.as_view(), name="document-reingest"),
    path("developers/documents/<uuid:document_id>/file", documents.File.as_view(), name="document-file"),
    path("developers/developments/<uuid:development_id>/reingest", jobs.ReingestMany.as_view(), name="reingest-all"),
    path("developers/jobs/<uuid:job_id>", jobs.Job.as_view(), name="job"),
    path("developers/jobs/<uuid:job_id>/retry", jobs.RetryFailed.as_view(), name="job-retry"),
    path("developers/documents/<uuid:document_id>/diff", lifecycle.Diff.as_view(), name="document-diff"),
    path("developers/documents/<uuid:document_id>/deprecate", lifecycle.Deprecate.as_view(), name="document-deprecate"),
    path("developers/documents/<uuid:document_id>/reinstate", lifecycle.Reinstate.as_view(), name="document-reinstate"),
    path(
        "developers/documents/<uuid:document_id>/accept-flags",
        lifecycle.AcceptFlags.as_view(),
        name="document-accept-flags",
    ),
    path("developers/documents/<uuid:document_id>/rooms", rooms.Rooms.as_view(), name="document-rooms"),
    path("developers/documents/<uuid:document_id>/consents", readers.Consents.as_view(), name="document-consents"),
    path(
        "developers/documents/<uuid:document_id>/questions",
        assistant_documents.DocumentQuestions.as_view(),
        name="document-questions",
    ),
    path("developers/documents/<uuid:document_id>/readers", readers.Readers.as_view(), name="document-readers"),
    path("developers/developments/<uuid:development_id>/must-read", lifecycle.MustRead.as_view(), name="must-read"),
    path("developers/developments/<uuid:development_id>/assistant/try", assistant.Try.as_view(), name="assistant-try"),
    path(
        "developers/developments/<uuid:development_id>/assistant",
        guidance.DevelopmentGuidance.as_view(),
        name="assistant-guidance",
    ),
    path("developers/developments/<uuid:development_id>/unanswered", questions.Unanswered.as_view(), name="unanswered"),
    path(
        "developers/developments/<uuid:development_id>/unanswered/<uuid:question_id>/answer",
        questions.Answer.as_view(),
        name="unanswered-answer",
    ),
    path(
        "developers/developments/<uuid:development_id>/unanswered/<uuid:question_id>/dismiss",
        questions.Dismiss.as_view(),
        name="unanswered-dismiss",
    ),
    path(
        "developers/developments/<uuid:development_id>/analytics",
        analytics.DevelopmentAnalytics.as_view(),
        name="development-analytics",
    ),
    path(
        "developers/developments/<uuid:development_id>/analytics/days.csv",
        analytics.DevelopmentDays.as_view(),
        name="development-analytics-csv",
    ),
    path("developers/developments/<uuid:development_id>/faq", questions.Entries.as_view(), name="faq"),
    path(
        "developers/developments/<uuid:development_id>/faq/<uuid:entry_id>", questions.Entry.as_view(), name="faq-entry"
    ),
]
ADMIN: list[URLPattern] = [
    path("admin/theme", themes.AdminTheme.as_view(), name="admin-theme"),
    path("admin/scope", admin_tenants.Scope.as_view(), name="admin-scope"),
    path("admin/tenants", admin_tenants.Tenants.as_view(), name="admin-tenants"),
    path("admin/developers", admin_tenants.Developers.as_view(), name="admin-developers"),
    path("admin/developers/<uuid:staff_id>", admin_tenants.Developer.as_view(), name="admin-developer"),
    path("admin/developers/<uuid:staff_id>/lock-out", locks.LockOut.as_view(), name="admin-developer-lock-out"),
    path(
        "admin/developers/<uuid:staff_id>/second-factor",
        second_factor.StaffSecondFactor.as_view(),
        name="admin-developer-second-factor",
    ),
    path("admin/second-factor", second_factor.Policy.as_view(), name="admin-second-factor"),
    path("admin/locked-accounts", locks.LockedAccounts.as_view(), name="admin-locked-accounts"),
    path("admin/sessions", sessions.Sessions.as_view(), name="admin-sessions"),
    path("admin/sessions/<uuid:session_id>", sessions.Session.as_view(), name="admin-session"),
    path("admin/rate-limits", limits.RateLimits.as_view(), name="admin-rate-limits"),
    path("admin/rate-limits/<uuid:limit_id>", limits.RateLimit.as_view(), name="admin-rate-limit"),
    path("admin/developments", admin_developments.Developments.as_view(), name="admin-developments"),
    path("admin/units", admin_developments.Units.as_view(), name="admin-units"),
    path("admin/homeowners", admin_homeowners.Homeowners.as_view(), name="admin-homeowners"),
    path("admin/homeowners/<uuid:homeowner_id>/impersonate", support.Impersonate.as_view(), name="impersonate"),
    path("admin/impersonation/stop", support.StopImpersonation.as_view(), name="impersonation-stop"),
    path("admin/documents", admin_documents.Documents.as_view(), name="admin-documents"),
    path("admin/jobs", admin_documents.Jobs.as_view(), name="admin-jobs"),
    path("admin/client-errors", client_errors.ClientErrors.as_view(), name="admin-client-errors"),
    path("admin/audit", audit.AuditTrail.as_view(), name="audit"),
    path("admin/analytics/overview", admin_analytics.Overview.as_view(), name="admin-analytics-overview"),
    path("admin/analytics/overview/days.csv", admin_analytics.OverviewDays.as_view(), name="admin-analytics-csv"),
    path("admin/analytics/chat", admin_analytics.Chat.as_view(), name="admin-analytics-chat"),
    path("admin/analytics/retrieval", admin_analytics.Retrieval.as_view(), name="admin-analytics-retrieval"),
    path("admin/analytics/documents", admin_analytics.Documents.as_view(), name="admin-analytics-documents"),
    path("admin/analytics/system-load", admin_analytics.SystemLoad.as_view(), name="admin-analytics-system-load"),
    path("admin/audit/export", audit.AuditExport.as_view(), name="audit-export"),
    path("admin/anomalies", anomalies.Findings.as_view(), name="anomalies"),
    *(
        path(f"admin/anomalies/{one}", anomalies.DetectorFindings.as_view(detector=one), name=f"anomalies-{one}")
        for one in Detector
    ),
    path("admin/anomalies/thresholds", thresholds.Thresholds.as_view(), name="anomaly-thresholds"),
    path("admin/anomalies/webhook", webhook.WebhookView.as_view(), name="anomaly-webhook"),
    path("admin/anomalies/webhook/deliveries", webhook.Deliveries.as_view(), name="anomaly-deliveries"),
    path("admin/anomalies/<uuid:finding_id>", anomalies.FindingView.as_view(), name="anomaly"),
    path("admin/anomalies/<uuid:finding_id>/acknowledge", anomalies.Acknowledge.as_view(), name="anomaly-acknowledge"),
    path("admin/anomalies/<uuid:finding_id>/resolve", anomalies.Resolve.as_view(), name="anomaly-resolve"),
    path("admin/anomalies/<uuid:finding_id>/mute", anomalies.Mute.as_view(), name="anomaly-mute"),
]

urlpatterns = [*PUBLIC, *HOMEOWNERS, *DEVELOPERS, *ADMIN]
