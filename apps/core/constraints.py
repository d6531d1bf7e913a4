"""Row security, tenant foreign keys and append-only tables, declared in `Meta.constraints`.

Being constraints they land in ordinary migrations and are reversed by them, and `makemigrations --check` sees a change.
Two silent traps are closed elsewhere: SQL for a table being created goes through `deferred_sql` (an empty string from
`constraint_sql` would leave the table open), and a system check finds a child `Meta` that dropped them (`checks.py`).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import BaseConstraint, Model

TENANT = "(SELECT security.scope_tenant())"


class SqlConstraint(BaseConstraint):
    """A constraint made of statements of its own; nothing of it stands inside CREATE TABLE."""

    def constraint_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> str:
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))
        return ""

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """The database alone judges these."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash(self.name)


class RowSecurity(SqlConstraint):
    """FORCE row security, one policy and the grants for each database role.

    Args:
        grants: role -> privileges, as `{"admin": "select, insert"}`. A role that is not named reaches nothing.
        tenant: the column that holds the tenant.
        development, unit, homeowner, house_type: columns that narrow builders and homeowners further, where the
            table has them. A NULL house type means all types of the development.
    """

    def __init__(
        self,
        *,
        name: str,
        grants: Mapping[str, str],
        tenant: str = "tenant_id",
        development: str = "",
        unit: str = "",
        homeowner: str = "",
        house_type: str = "",
    ) -> None:
        super().__init__(name=name)
        self.grants = dict(grants)
        self.columns = {
            "tenant": tenant,
            "development": development,
            "unit": unit,
            "homeowner": homeowner,
            "house_type": house_type,
        }

    def deconstruct(self) -> tuple[str, Any, dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {"grants": self.grants} | {k: v for k, v in self.columns.items() if v}

    def predicate(self, role: str) -> str:
        """The rows that `role` may reach, in the forms that were measured to be fast."""
        if role == "gate":
            return "true"
        if role == "super_admin":
            return "(SELECT security.scope_is_platform())"
        terms = [f"{self.columns['tenant']} = {TENANT}"]
        if role in ("developer", "homeowner"):
            terms += self._narrowing(role)
        return " AND ".join(terms)

    def _narrowing(self, role: str) -> list[str]:
        column = self.columns
        terms = []
        if column["development"]:
            among = "array_position((SELECT security.scope_developments()), {}) IS NOT NULL"
            terms.append(among.format(column["development"]))
        if role == "homeowner":
            terms += [f"{column['unit']} = (SELECT security.scope_unit())"] if column["unit"] else []
            terms += [f"{column['homeowner']} = (SELECT security.scope_actor())"] if column["homeowner"] else []
            if column["house_type"]:
                own = f"{column['house_type']} = (SELECT security.scope_house_type())"
                terms.append(f"({column['house_type']} IS NULL OR {own})")
        return terms

    def create_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> str:
        table = schema_editor.quote_name(model._meta.db_table)
        statements = [f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY", f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"]
        for role, privileges in self.grants.items():
            rows = self.predicate(role)
            statements += [
                f"GRANT {privileges} ON {table} TO openhouse_{role}",
                f'CREATE POLICY "{self.name}_{role}" ON {table} TO openhouse_{role} USING ({rows}) WITH CHECK ({rows})',
            ]
        return ";\n".join(statements)

    def remove_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> str:
        table = schema_editor.quote_name(model._meta.db_table)
        statements = []
        for role in self.grants:
            statements += [
                f'DROP POLICY "{self.name}_{role}" ON {table}',
                f"REVOKE ALL ON {table} FROM openhouse_{role}",
            ]
        # Stays forced: a table between two policies shows nothing instead of everything.
        return ";\n".join(statements)


class TenantForeignKey(SqlConstraint):
    """A foreign key over tenant and key together, instead of Django's single-column one (`db_constraint=False`).

    Foreign-key checks ignore row security, so a single-column key would let a row name another tenant's.
    """

    def __init__(
        self, *, name: str, columns: Sequence[str], to: str, to_columns: Sequence[str], on_delete: str = "NO ACTION"
    ) -> None:
        super().__init__(name=name)
        self.columns, self.to, self.to_columns, self.on_delete = tuple(columns), to, tuple(to_columns), on_delete

    def deconstruct(self) -> tuple[str, Any, dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        own = {"columns": self.columns, "to": self.to, "to_columns": self.to_columns, "on_delete": self.on_delete}
        return path, args, kwargs | own

    def constraint_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> str:
        self.create_sql(model, schema_editor)
        return ""

    def create_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> None:
        """Always at the end of the migration, when the key it refers to is there, whichever table came first."""
        target = model._meta.apps.get_model(self.to)
        quote = schema_editor.quote_name
        schema_editor.deferred_sql.append(
            f"ALTER TABLE {quote(model._meta.db_table)} ADD CONSTRAINT {quote(self.name)}"
            f" FOREIGN KEY ({', '.join(self.columns)})"
            f" REFERENCES {quote(target._meta.db_table)} ({', '.join(self.to_columns)})"
            f" ON UPDATE CASCADE ON DELETE {self.on_delete} DEFERRABLE INITIALLY DEFERRED"
        )

    def remove_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> str:
        quote = schema_editor.quote_name
        return f"ALTER TABLE {quote(model._meta.db_table)} DROP CONSTRAINT {quote(self.name)}"


class AppendOnly(SqlConstraint):
    """Rows that are never changed or removed: a trigger refuses UPDATE, DELETE and TRUNCATE for everybody."""

    def create_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> str:
        table, trigger = schema_editor.quote_name(model._meta.db_table), schema_editor.quote_name(self.name)
        return (
            f"CREATE TRIGGER {trigger} BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION security.refuse_change();\n"
            f"CREATE TRIGGER {schema_editor.quote_name(self.name + '_truncate')} BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION security.refuse_change()"
        )

    def remove_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> str:
        table = schema_editor.quote_name(model._meta.db_table)
        names = (self.name, f"{self.name}_truncate")
        return ";\n".join(f"DROP TRIGGER {schema_editor.quote_name(name)} ON {table}" for name in names)


class PartitionedByMonth(SqlConstraint):
    """The table is RANGE-partitioned on `column`; its primary key must hold that column.

    Rows without a month of their own go to a default partition, so that a late job never loses one. Partitions carry no
    grants: the policies stand on the parent, and a partition named directly would pass them by.
    """

    def __init__(self, *, name: str, column: str) -> None:
        super().__init__(name=name)
        self.column = column

    def deconstruct(self) -> tuple[str, Any, dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {"column": self.column}

    def create_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> str:
        table, rest = model._meta.db_table, schema_editor.quote_name(f"{model._meta.db_table}_default")
        return (
            f"CREATE TABLE {rest} PARTITION OF {schema_editor.quote_name(table)} DEFAULT;\n"
            f"ALTER TABLE {rest} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;\n"
            f"ALTER TABLE {rest} OWNER TO openhouse_owner"
        )

    def remove_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> str:
        raise NotImplementedError("a partitioned table becomes a plain one only by a migration of its own")
