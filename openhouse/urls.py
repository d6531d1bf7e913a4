"""The whole surface: probes, the API, the enterprise admin, pages."""

from django.contrib import admin
from django.urls import include, path

from apps.core import health

urlpatterns = [
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    path("api/", include("openhouse.api_urls")),
    path("admin-enterprise/", admin.site.urls),
]

handler400 = "apps.core.problems.bad_request"
handler403 = "apps.core.problems.forbidden"
handler404 = "apps.core.problems.not_found"
handler500 = "apps.core.problems.server_error"
