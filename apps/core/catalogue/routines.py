"""Functions that run with their owner's rights cannot be led astray by names of the caller's making."""

from collections.abc import Iterator

from .reading import Finding, rows

DEFINERS = """SELECT p.oid::regprocedure::text, pg_get_userbyid(p.proowner), coalesce(
    (SELECT split_part(c, '=', 2) FROM unnest(p.proconfig) c WHERE starts_with(c, 'search_path=')), '')
FROM pg_proc p WHERE p.prosecdef AND p.pronamespace::regnamespace::text IN ('public', 'security')"""

OWNERS = ("openhouse_gate", "openhouse_owner")


def findings() -> Iterator[Finding]:
    for function, owner, path in rows(DEFINERS):
        names = [name.strip(' "') for name in path.split(",")]
        # Unnamed, the schema of temporary tables would come first, before pg_catalog itself.
        if names[0] != "pg_catalog" or names[-1] != "pg_temp":
            yield Finding(function, "is SECURITY DEFINER and its search_path is not pg_catalog ... pg_temp")
        if owner not in OWNERS:
            yield Finding(function, f"is SECURITY DEFINER and owned by {owner}")
    if rows("SELECT FROM pg_largeobject_metadata LIMIT 1"):
        yield Finding("large objects", "exist, and know no row security")
