"""Tables are made by the migrator, which bypasses row security, and owned by a role that does not."""

from typing import Any

from django.db.backends.postgresql.schema import DatabaseSchemaEditor
from django.db.models import Model

from apps.core.constraints import PartitionedByMonth


class OwnedSchemaEditor(DatabaseSchemaEditor):
    def create_model(self, model: type[Model]) -> None:
        super().create_model(model)
        # First in the queue: foreign keys that follow are then checked against the final owner.
        self.deferred_sql.insert(0, f"ALTER TABLE {self.quote_name(model._meta.db_table)} OWNER TO openhouse_owner")

    def table_sql(self, model: type[Model]) -> tuple[str, Any]:
        sql, parameters = super().table_sql(model)
        for constraint in model._meta.constraints:
            if isinstance(constraint, PartitionedByMonth):
                sql += f" PARTITION BY RANGE ({self.quote_name(constraint.column)})"
        return sql, parameters
