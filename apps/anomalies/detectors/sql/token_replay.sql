-- A single replayed token is told of in the moment it happens (see `immediate`). This looks for what only several show: used
-- refresh tokens of several sessions coming from one address, or anywhere in the tenant, as after a leak of many.
-- Reads: audit_log by (tenant, xid) for what is fresh, then by (tenant, event, at) for the time around it.
WITH span AS (SELECT make_interval(hours => %(hours)s) AS wide),
fresh AS (
    SELECT min(a.at) AS first_at, max(a.at) AS last_at
    FROM audit_log a
    WHERE a.tenant_id = %(tenant)s AND a.xid >= %(from_xid)s AND a.xid < %(to_xid)s AND a.at >= %(since)s
        AND a.event = 'session.token_replayed' AND a.request_payload->>'kind' = 'refresh'),
near AS MATERIALIZED (
    SELECT 'tenant' AS key, 'audit_log' AS source, a.id, a.at, a.event AS what, a.xid >= %(from_xid)s AS fresh,
        a.request_payload->>'session' AS session, host(a.ip_address) AS address, a.at >= f.first_at AS ends
    FROM fresh f, span, audit_log a
    WHERE a.tenant_id = %(tenant)s AND a.event = 'session.token_replayed' AND a.xid < %(to_xid)s
        AND a.request_payload->>'kind' = 'refresh'
        AND a.at >= f.first_at - wide AND a.at <= f.last_at + wide),
hits AS (
    SELECT 'many_sessions' AS kind, p.key, p.until - wide AS since, p.until, count(DISTINCT n.session) AS weight,
        jsonb_build_object('sessions', count(DISTINCT n.session), 'addresses', count(DISTINCT n.address),
            'hours', %(hours)s) AS measures,
        %(tenant)s::uuid AS tenant_id, '' AS subject_type, NULL::uuid AS subject_id, NULL::uuid AS in_development,
        CASE WHEN count(DISTINCT n.address) = 1 THEN min(n.address) END AS address
    FROM span, (SELECT DISTINCT key, date_trunc('minute', at) + interval '1 minute' AS until FROM near WHERE ends) p
    JOIN near n ON n.key = p.key AND n.at < p.until
    WHERE n.at >= p.until - wide
    GROUP BY p.key, p.until, wide
    HAVING count(DISTINCT n.session) >= %(sessions)s)
