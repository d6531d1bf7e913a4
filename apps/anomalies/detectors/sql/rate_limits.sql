-- Limits that were run into: by one person, or one address without a session, again and again (repeat_offender), and by many
-- people from one address (many_keys), as a farm of stolen sessions would. A row stands for the first refusal of a key, then
-- for each doubling, so an episode is a row with one refusal.
-- Reads: audit_log by (tenant, xid) for what is fresh, then by (tenant, event, at) for the time around it.
WITH fresh AS (
    SELECT min(a.at) AS first_at, max(a.at) AS last_at,
        greatest(make_interval(hours => %(hours)s), make_interval(mins => %(minutes)s)) AS wide
    FROM audit_log a
    WHERE a.tenant_id = %(tenant)s AND a.xid >= %(from_xid)s AND a.xid < %(to_xid)s AND a.at >= %(since)s
        AND a.event = 'rate_limited'),
limited AS MATERIALIZED (
    SELECT a.id, a.at, 'rate_limited ' || coalesce(a.request_payload->>'policy', '') AS what,
        a.xid >= %(from_xid)s AS fresh, a.actor_id, host(a.ip_address) AS address, a.at >= f.first_at AS ends,
        a.request_payload->>'refusals' = '1' AS begins
    FROM fresh f, audit_log a
    WHERE a.tenant_id = %(tenant)s AND a.event = 'rate_limited' AND a.xid < %(to_xid)s
        AND a.at >= f.first_at - f.wide AND a.at <= f.last_at + f.wide),
near AS MATERIALIZED (
    SELECT 'who:' || coalesce(l.actor_id::text, l.address) AS key, 'audit_log' AS source, l.id, l.at, l.what, l.fresh,
        l.actor_id, l.address, l.ends, l.begins, make_interval(hours => %(hours)s) AS wide
    FROM limited l WHERE coalesce(l.actor_id::text, l.address) IS NOT NULL
    UNION ALL
    SELECT 'address:' || l.address, 'audit_log', l.id, l.at, l.what, l.fresh, l.actor_id, l.address, l.ends, l.begins,
        make_interval(mins => %(minutes)s)
    FROM limited l WHERE l.address IS NOT NULL),
windows AS (
    SELECT p.key, p.until, p.wide, count(*) AS rows, count(*) FILTER (WHERE n.begins) AS episodes,
        count(DISTINCT coalesce(n.actor_id::text, '') || n.what) AS keys,
        min(n.actor_id::text)::uuid AS actor_id, min(n.address) AS address
    FROM (SELECT DISTINCT key, wide, date_trunc('minute', at) + interval '1 minute' AS until FROM near WHERE ends) p
    JOIN near n ON n.key = p.key AND n.at < p.until AND n.at >= p.until - p.wide
    GROUP BY p.key, p.until, p.wide),
hits AS (
    SELECT k.kind, w.key, w.until - w.wide AS since, w.until, w.rows AS weight,
        jsonb_build_object('episodes', w.episodes, 'people_and_limits', w.keys,
            'minutes', round(extract(epoch FROM w.wide) / 60)) AS measures,
        %(tenant)s::uuid AS tenant_id, '' AS subject_type,
        CASE WHEN k.kind = 'repeat_offender' THEN w.actor_id END AS subject_id, NULL::uuid AS in_development, w.address
    FROM windows w CROSS JOIN LATERAL (VALUES
        ('repeat_offender', w.key LIKE 'who:%%' AND w.episodes >= %(episodes)s),
        ('many_keys', w.key LIKE 'address:%%' AND w.keys >= %(keys)s)) k (kind, hit)
    WHERE k.hit)
