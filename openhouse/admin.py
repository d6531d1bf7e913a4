"""Which AdminSite `django.contrib.admin` uses."""

from django.contrib.admin.apps import AdminConfig


class OpenHouseAdminConfig(AdminConfig):
    default_site = "apps.core.admin.EnterpriseAdminSite"
