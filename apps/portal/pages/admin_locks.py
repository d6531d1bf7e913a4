"""Accounts that nobody can sign in to just now, in the enterprise admin, with a button that unlocks one."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from apps.tenants import locked_accounts, lockout

from .admin_page import SoughtPage


class LocksPage(SoughtPage):
    template_name = "admin/operations/locks.html"
    title, done = _("Locked accounts"), _("Unlocked. The person can sign in again at once.")

    def parts(self) -> dict[str, Any]:
        return {"locks": lambda: self.page(locked_accounts.within_reach)}

    def act(self, key: UUID) -> None:
        lockout.unlock(self.principal, staff_id=key)
