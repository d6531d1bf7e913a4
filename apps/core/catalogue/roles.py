"""The roles of the server are as `roles.sql` makes them: what they may do, and who may become whom."""

from collections.abc import Iterator

from .privileges import SCOPED
from .reading import Finding, rows

ROLES = """SELECT rolname, rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication, rolbypassrls, rolcanlogin
FROM pg_roles WHERE starts_with(rolname, 'openhouse_')"""

# Memberships of every role but the migrator, which is nobody's to use but the operators'.
MEMBERS = """SELECT m.rolname, g.rolname FROM pg_auth_members a
    JOIN pg_roles m ON m.oid = a.member JOIN pg_roles g ON g.oid = a.roleid
WHERE starts_with(m.rolname, 'openhouse_') AND m.rolname <> 'openhouse_migrator'"""

INHERITS = "SELECT rolinherit FROM pg_roles WHERE rolname = 'openhouse_app'"
# Defaults of its sessions, here or everywhere. A role may change its own, and so may SQL injected into it.
DEFAULTS = """SELECT unnest(s.setconfig) FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole
WHERE r.rolname = 'openhouse_app'
    AND s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))"""
HIDDEN = "track_activities=off"

IN_USE = """SELECT rolname FROM pg_roles WHERE rolname = session_user
    AND (rolsuper OR rolbypassrls OR pg_has_role(oid, 'openhouse_owner', 'MEMBER'))"""

BYPASS = frozenset({"openhouse_migrator", "openhouse_auditor", "openhouse_backup"})
LOGIN = BYPASS | {"openhouse_app"}
MEMBERSHIPS = {("openhouse_app", f"openhouse_{role}") for role in SCOPED} | {("openhouse_backup", "pg_read_all_data")}


def findings() -> Iterator[Finding]:
    for role, mighty, bypasses, logs_in in rows(ROLES):
        if mighty:
            yield Finding(role, "may do what only a superuser should")
        if bypasses and role not in BYPASS:
            yield Finding(role, "bypasses row security")
        if logs_in and role not in LOGIN:
            yield Finding(role, "may log in")
    for member, role in sorted(set(rows(MEMBERS)) - MEMBERSHIPS):
        yield Finding(member, f"is a member of {role}")
    for (login,) in rows(IN_USE):
        yield Finding(login, "is the login of web and workers, and row security does not bind it")
    if rows(INHERITS) != [(False,)]:
        yield Finding("openhouse_app", "inherits the rights of the roles that it may enter")
    yield from _defaults({setting for (setting,) in rows(DEFAULTS)})


def _defaults(settings: set[str]) -> Iterator[Finding]:
    if HIDDEN not in settings:
        yield Finding("openhouse_app", "may read what its other sessions run: track_activities is not off")
    for setting in sorted(settings - {HIDDEN}):
        if not setting.partition("=")[0].endswith("_timeout"):
            yield Finding("openhouse_app", f"begins its sessions with {setting}")
