"""`check_row_security`: is the database as guarded as the code says? Exit 3 when it is not."""

from typing import Any

from apps.core import catalogue
from apps.core.commands import OperatorCommand


class Command(OperatorCommand):
    help = "Compare row security, grants, functions, keys and roles in the database with what the code declares."
    requires_migrations_checks = False

    def handle(self, *args: Any, **options: Any) -> None:
        found = catalogue.findings()
        facts = {"findings": [{"subject": one.subject, "text": one.text} for one in found]}
        lines = [f"{one.subject}: {one.text}" for one in found]
        self.report(options, facts, "\n".join(lines) if found else "Row security is as declared.")
        if found:
            self.found_problems()
