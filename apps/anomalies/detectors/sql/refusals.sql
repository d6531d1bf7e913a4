-- One person who is refused again and again (actor), or who reaches for objects of others (foreign): curiosity, or a program
-- that tries ids. Reaching across tenants stands on the platform's trail and is found in its run. Without a session it is
-- an address (address), counted far more generously: crawlers and old bookmarks knock, too. Sessions that ran out, codes
-- that are unknown and limits are other detectors' business.
-- Reads: audit_log by (tenant, xid) for what is fresh, then by (tenant, event, at) for the time around it.
WITH span AS (SELECT make_interval(mins => %(minutes)s) AS wide),
fresh AS (
    SELECT min(a.at) AS first_at, max(a.at) AS last_at
    FROM audit_log a
    WHERE a.tenant_id = %(tenant)s AND a.xid >= %(from_xid)s AND a.xid < %(to_xid)s AND a.at >= %(since)s
        AND (a.event = 'access.foreign_object' OR (a.event = 'request.refused'
            AND a.request_payload->>'code' IN ('forbidden', 'not_authenticated', 'csrf_failed', 'not_found')))),
refused AS MATERIALIZED (
    SELECT a.id, a.at, a.event AS what, a.xid >= %(from_xid)s AS fresh, a.actor_id, a.actor_role,
        host(a.ip_address) AS address, a.at >= f.first_at AS ends
    FROM fresh f, span, audit_log a
    WHERE a.tenant_id = %(tenant)s AND a.event IN ('access.foreign_object', 'request.refused') AND a.xid < %(to_xid)s
        AND a.at >= f.first_at - wide AND a.at <= f.last_at + wide
        AND (a.event = 'access.foreign_object'
            OR a.request_payload->>'code' IN ('forbidden', 'not_authenticated', 'csrf_failed', 'not_found'))),
near AS MATERIALIZED (
    SELECT 'actor:' || r.actor_id AS key, 'audit_log' AS source, r.id, r.at, r.what, r.fresh, r.ends, r.actor_id,
        r.actor_role, r.address FROM refused r WHERE r.actor_id IS NOT NULL AND r.what = 'request.refused'
    UNION ALL
    SELECT 'foreign:' || r.actor_id, 'audit_log', r.id, r.at, r.what, r.fresh, r.ends, r.actor_id, r.actor_role,
        r.address FROM refused r WHERE r.actor_id IS NOT NULL AND r.what = 'access.foreign_object'
    UNION ALL
    SELECT 'address:' || r.address, 'audit_log', r.id, r.at, r.what, r.fresh, r.ends, r.actor_id, r.actor_role, r.address
    FROM refused r WHERE r.actor_id IS NULL AND r.address IS NOT NULL),
windows AS (
    SELECT p.key, p.until, count(*) AS rows, min(n.actor_id::text)::uuid AS actor_id, min(n.actor_role) AS actor_role,
        min(n.address) AS address
    FROM span, (SELECT DISTINCT key, date_trunc('minute', at) + interval '1 minute' AS until FROM near WHERE ends) p
    JOIN near n ON n.key = p.key AND n.at < p.until
    WHERE n.at >= p.until - wide
    GROUP BY p.key, p.until),
hits AS (
    SELECT k.kind, w.key, w.until - wide AS since, w.until, w.rows AS weight,
        jsonb_build_object('refusals', w.rows, 'minutes', %(minutes)s) AS measures, %(tenant)s::uuid AS tenant_id,
        CASE WHEN w.actor_id IS NULL THEN '' WHEN w.actor_role = 'homeowner' THEN 'homeowners.homeowner'
            ELSE 'tenants.staff' END AS subject_type,
        w.actor_id AS subject_id, NULL::uuid AS in_development, w.address
    FROM span, windows w CROSS JOIN LATERAL (VALUES
        ('actor', w.key LIKE 'actor:%%' AND w.rows >= %(actor)s),
        ('foreign', w.key LIKE 'foreign:%%' AND w.rows >= %(foreign)s),
        ('address', w.key LIKE 'address:%%' AND w.rows >= %(address)s)) k (kind, hit)
    WHERE k.hit)
