"""Every API route on one screen: what is not listed here does not exist."""

from django.urls import URLPattern, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from apps.audit import api as audit
from apps.core.gate import ruled
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.tenants import api as tenants

open_page = ruled(Permission.PUBLIC, RatePolicy.PUBLIC)

PUBLIC: list[URLPattern] = [
    path("schema/", open_page(SpectacularAPIView.as_view()), name="schema"),
    path("docs/", open_page(SpectacularSwaggerView.as_view(url_name="schema")), name="docs"),
    path("auth/login", tenants.SignIn.as_view(), name="auth-login"),
    path("auth/logout", tenants.SignOut.as_view(), name="auth-logout"),
    path("auth/me", tenants.Me.as_view(), name="auth-me"),
]
HOMEOWNERS: list[URLPattern] = []
DEVELOPERS: list[URLPattern] = []
ADMIN: list[URLPattern] = [
    path("admin/audit", audit.AuditTrail.as_view(), name="audit"),
    path("admin/audit/export", audit.AuditExport.as_view(), name="audit-export"),
]

urlpatterns = [*PUBLIC, *HOMEOWNERS, *DEVELOPERS, *ADMIN]
