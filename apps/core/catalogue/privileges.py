"""Every privilege in our schemas is a declared one, whoever holds it."""

from collections.abc import Iterator

from . import declared
from .declared import Grant
from .reading import Finding, rows

PUBLIC = "PUBLIC"

# Of relations, sequences and columns: object, who, what, column. An owner's own privileges are no grants.
RELATIONS = """SELECT c.oid::regclass::text, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee) END,
    a.privilege_type, ''
FROM pg_class c CROSS JOIN aclexplode(c.relacl) a
WHERE c.relnamespace::regnamespace::text IN ('public', 'security') AND a.grantee <> c.relowner
UNION ALL
SELECT c.oid::regclass::text, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee) END,
    a.privilege_type, t.attname
FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid CROSS JOIN aclexplode(t.attacl) a
WHERE c.relnamespace::regnamespace::text IN ('public', 'security') AND a.grantee <> c.relowner"""

FUNCTIONS = """SELECT p.oid::regprocedure::text,
    CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee) END, a.privilege_type, ''
FROM pg_proc p CROSS JOIN aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
WHERE p.pronamespace::regnamespace::text IN ('public', 'security') AND a.grantee <> p.proowner"""

SCHEMAS = """SELECT n.nspname, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee) END,
    a.privilege_type, ''
FROM pg_namespace n CROSS JOIN aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a
WHERE n.oid::regnamespace::text IN ('public', 'security') AND a.grantee <> n.nspowner"""

DATABASE = """SELECT d.datname, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee) END,
    a.privilege_type, ''
FROM pg_database d CROSS JOIN aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
WHERE d.datname = current_database() AND a.grantee <> d.datdba"""

SCOPED = ("super_admin", "admin", "developer", "homeowner", "service", "anonymous")
LOGINS = ("app", "migrator", "auditor", "backup")
SCHEMA_GRANTS = {Grant("public", PUBLIC, "USAGE")} | {
    Grant("security", f"openhouse_{role}", "USAGE") for role in (*SCOPED, "app", "owner")
}


def findings() -> Iterator[Finding]:
    (database,) = rows("SELECT current_database()")[0]
    connects = {Grant(database, f"openhouse_{login}", "CONNECT") for login in LOGINS}
    yield from compared(RELATIONS, declared.table_grants())
    yield from compared(FUNCTIONS, declared.function_grants())
    yield from compared(SCHEMAS, SCHEMA_GRANTS)
    yield from compared(DATABASE, connects)


def compared(sql: str, wanted: set[Grant]) -> Iterator[Finding]:
    there = {Grant(*row) for row in rows(sql)}
    for grant in sorted(there - wanted):
        yield Finding(grant.subject, f"{described(grant)} is granted and not declared")
    for grant in sorted(wanted - there):
        yield Finding(grant.subject, f"{described(grant)} is declared and not granted")


def described(grant: Grant) -> str:
    return f"{grant.privilege}{f' ({grant.column})' if grant.column else ''} to {grant.role}"
