"""The enterprise admin's site: Django's own, behind the gate and `rbac`."""

from django.contrib.admin import AdminSite


class EnterpriseAdminSite(AdminSite):
    pass
