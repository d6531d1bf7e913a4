"""Indexes and keys of tenants' tables: the tenant comes first, and no key ties a row to another tenant's.

The gate's own tables are left out: it looks people up before any tenant is known. Any other index that must look across
tenants says why in a comment of its own: COMMENT ON INDEX.
"""

from collections.abc import Iterator

from .reading import Finding, rows

# A key over one random uuid neither orders nor tells anything.
INDEXES = """SELECT c.oid::regclass::text, i.indexrelid::regclass::text
FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
    JOIN pg_attribute tenant ON tenant.attrelid = c.oid AND tenant.attname = 'tenant_id'
WHERE c.relnamespace::regnamespace::text = 'public'
    AND NOT c.relispartition AND NOT i.indisprimary AND i.indkey[0] <> tenant.attnum
    AND NOT (i.indisunique AND i.indnatts = 1 AND EXISTS (SELECT FROM pg_attribute key
        WHERE key.attrelid = c.oid AND key.attnum = i.indkey[0] AND key.atttypid = 'uuid'::regtype))
    AND coalesce(obj_description(i.indexrelid, 'pg_class'), '') = ''"""

KEYS = """SELECT k.conrelid::regclass::text, k.conname
FROM pg_constraint k
    JOIN pg_attribute child ON child.attrelid = k.conrelid AND child.attname = 'tenant_id'
    JOIN pg_attribute parent ON parent.attrelid = k.confrelid AND parent.attname = 'tenant_id'
WHERE k.contype = 'f' AND k.connamespace::regnamespace::text = 'public'
    AND NOT child.attnum = ANY (k.conkey)"""


def findings() -> Iterator[Finding]:
    for table, index in rows(INDEXES):
        yield Finding(table, f"index {index} does not begin with tenant_id and no comment says why")
    for table, key in rows(KEYS):
        yield Finding(table, f"foreign key {key} leaves tenant_id out, so it may lead to another tenant's row")
