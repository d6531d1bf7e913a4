from django.db.backends.postgresql import base

from apps.core import row_security

from .schema import OwnedSchemaEditor


class DatabaseWrapper(base.DatabaseWrapper):
    SchemaEditorClass = OwnedSchemaEditor

    def _set_autocommit(self, autocommit: bool) -> None:
        """Django calls this with False once, at the start of each outermost `atomic`."""
        super()._set_autocommit(autocommit)
        if not autocommit and self.alias == "default":
            self._enter_scope()

    def _enter_scope(self) -> None:
        try:
            row_security.enter_transaction(self)
        except BaseException:
            self._rollback()
            super()._set_autocommit(True)
            raise
