"""`doctor`: does what this installation stands on answer, and how does it search? Exit 3 when something does not."""

from dataclasses import asdict
from typing import Any

from apps.assistant import doctor
from apps.core.commands import OperatorCommand


class Command(OperatorCommand):
    help = "Look at the database, the broker, the storage and the models."
    requires_migrations_checks = False

    def handle(self, *args: Any, **options: Any) -> None:
        signs = doctor.examine()
        lines = [f"{'ok ' if sign.well else 'BAD'} {sign.part:<16} {sign.told}" for sign in signs]
        self.report(options, {"signs": [asdict(sign) for sign in signs]}, "\n".join(lines))
        if not all(sign.well for sign in signs):
            self.found_problems()
