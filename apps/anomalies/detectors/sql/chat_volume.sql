-- A home that asks far more in a day than is usual for itself and for the homes of its development: somebody else may have
-- its session, or a program asks. A floor keeps the first curious week of new owners out.
-- Reads: messages by (tenant, xid) for what is fresh, then by (tenant, development, created_at): a day around it, and the
-- four weeks before only for homes above the floor.
WITH fresh AS (
    SELECT m.development_id, m.unit_id, min(m.created_at) AS first_at, max(m.created_at) AS last_at
    FROM messages m
    WHERE m.tenant_id = %(tenant)s AND m.xid >= %(from_xid)s AND m.xid < %(to_xid)s AND m.created_at >= %(since)s
        AND m.follows_id IS NULL
    GROUP BY m.development_id, m.unit_id),
near AS MATERIALIZED (
    SELECT 'unit:' || m.unit_id AS key, 'messages' AS source, m.id, m.created_at AS at, m.outcome AS what,
        m.xid >= %(from_xid)s AS fresh, m.development_id, m.unit_id, m.created_at >= f.first_at AS ends
    FROM fresh f
    JOIN messages m ON m.development_id = f.development_id AND m.unit_id = f.unit_id
        AND m.created_at >= f.first_at - interval '1 day' AND m.created_at <= f.last_at + interval '1 day'
    WHERE m.tenant_id = %(tenant)s AND m.xid < %(to_xid)s AND m.follows_id IS NULL),
windows AS (
    SELECT p.key, p.development_id, p.unit_id, p.until, count(*) AS asked
    FROM (SELECT DISTINCT key, development_id, unit_id, date_trunc('hour', at) + interval '1 hour' AS until
        FROM near WHERE ends) p
    JOIN near n ON n.key = p.key AND n.at < p.until AND n.at >= p.until - interval '1 day'
    GROUP BY p.key, p.development_id, p.unit_id, p.until
    HAVING count(*) >= %(floor)s),
-- A day of a home is usual by its mean over four weeks; that of a neighbour by the mean of days on which one asked at all.
usual AS (
    SELECT w.*, before.own, before.neighbours
    FROM windows w CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE m.unit_id = w.unit_id) / 28.0 AS own,
            count(*)::numeric / nullif(count(DISTINCT (m.unit_id, m.created_at::date)), 0) AS neighbours
        FROM messages m
        WHERE m.tenant_id = %(tenant)s AND m.development_id = w.development_id AND m.follows_id IS NULL
            AND m.created_at >= w.until - interval '29 days' AND m.created_at < w.until - interval '1 day') before),
hits AS (
    SELECT 'unit_volume' AS kind, u.key, u.until - interval '1 day' AS since, u.until, u.asked AS weight,
        jsonb_build_object('messages', u.asked, 'usual_of_home', round(coalesce(u.own, 0), 1),
            'usual_of_development', round(coalesce(u.neighbours, 0), 1), 'hours', 24) AS measures,
        %(tenant)s::uuid AS tenant_id, 'developments.unit' AS subject_type, u.unit_id AS subject_id,
        u.development_id AS in_development, NULL::text AS address
    FROM usual u
    WHERE u.asked >= %(own_factor)s * greatest(u.own, 1)
        AND u.asked >= %(development_factor)s * greatest(coalesce(u.neighbours, 1), 1))
