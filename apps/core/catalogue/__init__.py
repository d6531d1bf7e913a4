"""What the database itself says of its row security, compared with what models and SQL files declare.

The application's own login reads all of it: PostgreSQL's catalogue is open to every role. Nothing here trusts a
migration to have run as written; `check_row_security` and the contract tests ask the same functions.
"""

from itertools import chain

from .reading import Finding


def findings() -> list[Finding]:
    """Everything that is not as declared; empty when all is well."""
    from . import keys, privileges, roles, routines, tables

    return sorted(set(chain.from_iterable(part.findings() for part in (tables, privileges, routines, keys, roles))))
