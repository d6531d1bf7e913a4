-- Support that visits homes outside the usual hours or on weekends (outside_hours), or one person who visits far more homes
-- in a day than they usually do (above_count). Hours are UTC; a usual day that ends before it begins runs over midnight.
-- Reads: audit_log by (tenant, xid) for what is fresh, then by (tenant, event, at): a day around it, and the four weeks before
-- only for a person above the threshold.
WITH fresh AS (
    SELECT min(a.at) AS first_at, max(a.at) AS last_at
    FROM audit_log a
    WHERE a.tenant_id = %(tenant)s AND a.xid >= %(from_xid)s AND a.xid < %(to_xid)s AND a.at >= %(since)s
        AND a.event = 'impersonation.started'),
visits AS MATERIALIZED (
    SELECT a.id, a.at, a.event AS what, a.xid >= %(from_xid)s AS fresh, a.actor_id, host(a.ip_address) AS address,
        a.at >= f.first_at AS ends,
        CASE WHEN %(from_hour)s < %(to_hour)s
                THEN extract(hour FROM a.at AT TIME ZONE 'UTC') NOT BETWEEN %(from_hour)s AND %(to_hour)s - 1
                ELSE extract(hour FROM a.at AT TIME ZONE 'UTC') BETWEEN %(to_hour)s AND %(from_hour)s - 1 END
            OR (%(weekends)s = 0 AND extract(isodow FROM a.at AT TIME ZONE 'UTC') >= 6) AS unusual
    FROM fresh f, audit_log a
    WHERE a.tenant_id = %(tenant)s AND a.event = 'impersonation.started' AND a.xid < %(to_xid)s
        AND a.actor_id IS NOT NULL
        AND a.at >= f.first_at - interval '1 day' AND a.at <= f.last_at + interval '1 day'),
near AS MATERIALIZED (
    SELECT 'hours:' || v.actor_id AS key, 'audit_log' AS source, v.id, v.at, v.what, v.fresh FROM visits v WHERE v.unusual
    UNION ALL
    SELECT 'count:' || v.actor_id, 'audit_log', v.id, v.at, v.what, v.fresh FROM visits v),
days AS (
    SELECT p.actor_id, p.until, count(*) AS visits
    FROM (SELECT DISTINCT actor_id, date_trunc('hour', at) + interval '1 hour' AS until FROM visits WHERE ends) p
    JOIN visits v ON v.actor_id = p.actor_id AND v.at < p.until AND v.at >= p.until - interval '1 day'
    GROUP BY p.actor_id, p.until
    HAVING count(*) >= %(visits)s),
hits AS (
    SELECT 'outside_hours' AS kind, 'hours:' || v.actor_id AS key, v.at AS since, v.at + interval '1 microsecond' AS until,
        1::bigint AS weight,
        jsonb_build_object('from_hour', %(from_hour)s, 'to_hour', %(to_hour)s) AS measures,
        %(tenant)s::uuid AS tenant_id, 'tenants.staff' AS subject_type, v.actor_id AS subject_id,
        NULL::uuid AS in_development, v.address
    FROM visits v WHERE v.unusual AND v.fresh
    UNION ALL
    SELECT 'above_count', 'count:' || d.actor_id, d.until - interval '1 day', d.until, d.visits,
        jsonb_build_object('visits', d.visits, 'usual', round(coalesce(b.usual, 0), 1), 'hours', 24),
        %(tenant)s::uuid, 'tenants.staff', d.actor_id, NULL, NULL
    FROM days d CROSS JOIN LATERAL (
        SELECT count(*)::numeric / nullif(count(DISTINCT (a.at AT TIME ZONE 'UTC')::date), 0) AS usual
        FROM audit_log a
        WHERE a.tenant_id = %(tenant)s AND a.event = 'impersonation.started' AND a.actor_id = d.actor_id
            AND a.at >= d.until - interval '29 days' AND a.at < d.until - interval '1 day') b
    WHERE d.visits >= %(factor)s * greatest(coalesce(b.usual, 0), 1))
