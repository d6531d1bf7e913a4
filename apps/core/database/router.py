"""Migrations run through the `migrator` alias only, so that the web's own login can never change a table."""

from typing import Any


class MigratorRouter:
    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "migrator"
