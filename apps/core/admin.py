"""The enterprise admin's site: Django's own, behind the gate and `rbac`."""

from typing import Any

from django.contrib.admin import AdminSite


class EnterpriseAdminSite(AdminSite):
    pass
