-- One e-mail address recorded for homeowners of several developments of a tenant (developments): a purchaser of two homes,
-- or a contact that was copied through a spreadsheet and now reads about strangers' homes. Across tenants (tenants) it is
-- the platform's to know, so that finding is the platform's. Addresses are compared by their keyed hash, never read.
-- Reads: homeowners by (tenant, xid) for what is fresh, then by the keyed hash.
WITH fresh AS (
    SELECT DISTINCT h.email_key FROM homeowners h
    WHERE h.tenant_id = %(tenant)s AND h.xid >= %(from_xid)s AND h.xid < %(to_xid)s AND h.email_key IS NOT NULL),
same AS MATERIALIZED (
    SELECT h.id, h.tenant_id, h.development_id, h.created_at, encode(h.email_key, 'hex') AS email,
        h.tenant_id = %(tenant)s AND h.xid >= %(from_xid)s AS fresh
    FROM fresh f JOIN homeowners h ON h.email_key = f.email_key
    WHERE h.xid < %(to_xid)s),
near AS (
    SELECT 'own:' || s.email AS key, 'homeowners' AS source, s.id, s.created_at AS at, 'homeowner' AS what, s.fresh
    FROM same s WHERE s.tenant_id = %(tenant)s
    UNION ALL
    SELECT 'all:' || s.email, 'homeowners', s.id, s.created_at, 'homeowner', s.fresh FROM same s),
hits AS (
    SELECT 'developments' AS kind, 'own:' || s.email AS key, '-infinity'::timestamptz AS since,
        'infinity'::timestamptz AS until, count(*) AS weight,
        jsonb_build_object('homeowners', count(*), 'developments', count(DISTINCT s.development_id)) AS measures,
        %(tenant)s::uuid AS tenant_id, '' AS subject_type, NULL::uuid AS subject_id, NULL::uuid AS in_development,
        NULL::text AS address
    FROM same s WHERE s.tenant_id = %(tenant)s
    GROUP BY s.email HAVING count(DISTINCT s.development_id) >= %(developments)s
    UNION ALL
    SELECT 'tenants', 'all:' || s.email, '-infinity', 'infinity', count(*),
        jsonb_build_object('homeowners', count(*), 'tenants', count(DISTINCT s.tenant_id)),
        %(platform)s::uuid, '', NULL, NULL, NULL
    FROM same s
    GROUP BY s.email HAVING count(DISTINCT s.tenant_id) >= %(tenants)s)
