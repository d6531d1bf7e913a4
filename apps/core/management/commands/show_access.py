"""`show_access`: who may call what, read from the routes and `rbac.GRANTS`, so that it cannot be out of date."""

from typing import Any

from apps.core.commands import OperatorCommand
from apps.core.identity import Role
from apps.core.rbac import GRANTS
from apps.core.surface import routes

PEOPLE = (Role.SUPER_ADMIN, Role.ADMIN, Role.DEVELOPER, Role.HOMEOWNER, Role.ANONYMOUS)
HEADINGS = ("method", "path", "permission", "limit", *PEOPLE)


class Command(OperatorCommand):
    help = "Print every route with its permission, its rate policy, and the roles that may call it."
    requires_system_checks: tuple[str, ...] = ()
    requires_migrations_checks = False

    def handle(self, *args: Any, **options: Any) -> None:
        found = access()
        self.report(options, {"routes": found}, table(found))


def access() -> list[dict[str, Any]]:
    """One entry for each method of each route."""
    entries = []
    for route in routes():
        for method in route.methods:
            rule = route.rule(method)
            roles = [role for role in PEOPLE if rule.permission in GRANTS[role]]
            entry = {"method": method, "path": route.path, "permission": rule.permission, "limit": rule.rate_policy}
            entries.append(entry | {"roles": roles})
    return entries


def table(entries: list[dict[str, Any]]) -> str:
    rows = [HEADINGS, *(_row(entry) for entry in entries)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEADINGS))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def _row(entry: dict[str, Any]) -> tuple[str, ...]:
    marks = ("yes" if role in entry["roles"] else "-" for role in PEOPLE)
    return entry["method"], entry["path"], str(entry["permission"]), str(entry["limit"]), *marks
