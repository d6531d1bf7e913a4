"""Every table: is it known, forced, owned by the right role, and guarded by exactly the declared policies?"""

import re
from collections.abc import Iterator

from apps.core.constraints import RowSecurity

from . import declared
from .reading import Finding, rows

TABLES = """SELECT c.oid::regclass::text, c.relrowsecurity, c.relforcerowsecurity, c.relispartition,
    pg_get_userbyid(c.relowner)
FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace::regnamespace::text IN ('public', 'security')"""

POLICIES = """SELECT c.oid::regclass::text, p.polname, p.polpermissive AND p.polcmd = '*',
    ARRAY(SELECT pg_get_userbyid(r) FROM unnest(p.polroles) r), pg_get_expr(p.polqual, c.oid),
    pg_get_expr(p.polwithcheck, c.oid)
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
WHERE c.relnamespace::regnamespace::text IN ('public', 'security')"""

VIEWS = """SELECT c.oid::regclass::text, c.relkind = 'm',
    coalesce('security_invoker=true' = ANY (c.reloptions) OR 'security_invoker=on' = ANY (c.reloptions), false)
FROM pg_class c WHERE c.relkind IN ('v', 'm') AND c.relnamespace::regnamespace::text IN ('public', 'security')"""

Policy = tuple[str, str, str, str, str]

_ALIAS = re.compile(r"\s+AS \w+|::text|\s+")
# Parentheses go, so the one OR that is declared is folded first: none that is left can have changed sides.
_OWN_TYPE = re.compile(r"\(\(?(\w+)ISNULL\)?OR\(*\1\)*=\(SELECTsecurity\.scope_house_type\(\)\)+")


def canonical(expression: str) -> str:
    """A policy's expression without the spaces, aliases, casts and parentheses that PostgreSQL adds."""
    folded = _OWN_TYPE.sub(r"\1~own", _ALIAS.sub("", expression))
    return folded.replace("(", "").replace(")", "")


def findings() -> Iterator[Finding]:
    secured = declared.row_security()
    for table, enabled, forced, partition, owner in rows(TABLES):
        if declared.DJANGO_TABLES.fullmatch(table):
            yield from _owner(table, owner, "openhouse_owner")
            continue
        gate = table in declared.GATE_TABLES
        if not (gate or partition or table in secured):
            yield Finding(table, "is declared by no model with row security")
        if not (enabled and forced):
            yield Finding(table, "does not force row security")
        yield from _owner(table, owner, "openhouse_gate" if gate else "openhouse_owner")
    yield from _policies(secured)
    yield from _views()


def _owner(table: str, owner: str, wanted: str) -> Iterator[Finding]:
    if owner != wanted:
        yield Finding(table, f"is owned by {owner}, not {wanted}")


def _policies(secured: dict[str, RowSecurity]) -> Iterator[Finding]:
    wanted = {policy for table, constraint in secured.items() for policy in _declared(table, constraint)}
    wanted |= {(table, "gate_only", "openhouse_gate", "true", "true") for table in declared.GATE_TABLES}
    there: set[Policy] = set()
    for table, name, plain, roles, using, check in rows(POLICIES):
        there.add((table, name, ",".join(roles), canonical(using or ""), canonical(check or "")))
        if not plain:
            yield Finding(table, f"policy {name} is restrictive or for one command only")
    for table, name, *_ in sorted(wanted - there):
        yield Finding(table, f"lacks its declared policy {name}, or has another under that name")
    for table, name, *_ in sorted(there - wanted):
        yield Finding(table, f"has policy {name}, which is not the declared one")


def _declared(table: str, constraint: RowSecurity) -> Iterator[Policy]:
    for role in constraint.grants:
        expression = canonical(constraint.predicate(role))
        yield table, f"{constraint.name}_{role}", f"openhouse_{role}", expression, expression


def _views() -> Iterator[Finding]:
    for view, materialized, invoker in rows(VIEWS):
        if materialized:
            yield Finding(view, "is a materialized view, which holds rows of every tenant")
        elif not invoker:
            yield Finding(view, "is a view without security_invoker, which shows what its owner may see")
