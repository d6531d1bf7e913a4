-- Questions that found nothing. Of a development: many in a day, and a greater share than usual (development). Of a house
-- type: several homes in a week, so a document may be missing (document_gap). And a home whose questions are refused again
-- and again because they are about other homes and their people (probing).
-- Reads: messages by (tenant, xid) for what is fresh, then by (tenant, development, created_at): a week around it, and the
-- four weeks before only for a day that is above the threshold.
WITH fresh AS (
    SELECT m.development_id, min(m.created_at) AS first_at, max(m.created_at) AS last_at
    FROM messages m
    WHERE m.tenant_id = %(tenant)s AND m.xid >= %(from_xid)s AND m.xid < %(to_xid)s AND m.created_at >= %(since)s
        AND m.outcome IN ('not_found', 'refused') AND m.follows_id IS NULL
    GROUP BY m.development_id),
asked AS MATERIALIZED (
    SELECT m.id, m.created_at AS at, m.outcome, m.xid >= %(from_xid)s AS fresh, m.development_id, m.unit_id,
        u.house_type_code AS house_type, m.created_at >= f.first_at AS ends
    FROM fresh f
    JOIN messages m ON m.development_id = f.development_id
        AND m.created_at >= f.first_at - interval '7 days' AND m.created_at <= f.last_at + interval '7 days'
    JOIN units u ON u.tenant_id = m.tenant_id AND u.id = m.unit_id
    WHERE m.tenant_id = %(tenant)s AND m.xid < %(to_xid)s AND m.follows_id IS NULL),
near AS MATERIALIZED (
    SELECT 'development:' || a.development_id AS key, 'messages' AS source, a.id, a.at, a.outcome AS what, a.fresh
    FROM asked a WHERE a.outcome = 'not_found'
    UNION ALL
    SELECT 'type:' || a.development_id || ':' || a.house_type, 'messages', a.id, a.at, a.outcome, a.fresh
    FROM asked a WHERE a.outcome = 'not_found'
    UNION ALL
    SELECT 'unit:' || a.unit_id, 'messages', a.id, a.at, a.outcome, a.fresh FROM asked a WHERE a.outcome = 'refused'),
days AS (
    SELECT p.development_id, p.until, count(*) FILTER (WHERE a.outcome = 'not_found') AS nothing, count(*) AS all
    FROM (SELECT DISTINCT development_id, date_trunc('hour', at) + interval '1 hour' AS until
        FROM asked WHERE ends AND outcome = 'not_found') p
    JOIN asked a ON a.development_id = p.development_id AND a.at < p.until AND a.at >= p.until - interval '1 day'
    GROUP BY p.development_id, p.until
    HAVING count(*) FILTER (WHERE a.outcome = 'not_found') >= greatest(%(questions)s, count(*) * %(percent)s / 100.0)),
weeks AS (
    SELECT p.development_id, p.house_type, p.until, count(*) AS all,
        count(*) FILTER (WHERE a.outcome = 'not_found') AS nothing,
        count(DISTINCT a.unit_id) FILTER (WHERE a.outcome = 'not_found') AS homes
    FROM (SELECT DISTINCT development_id, house_type, date_trunc('hour', at) + interval '1 hour' AS until
        FROM asked WHERE ends AND outcome = 'not_found') p
    JOIN asked a ON a.development_id = p.development_id AND a.house_type = p.house_type
        AND a.at < p.until AND a.at >= p.until - interval '7 days'
    GROUP BY p.development_id, p.house_type, p.until),
refused AS (
    SELECT p.development_id, p.unit_id, p.until, count(*) AS refused
    FROM (SELECT DISTINCT development_id, unit_id, date_trunc('hour', at) + interval '1 hour' AS until
        FROM asked WHERE ends AND outcome = 'refused') p
    JOIN asked a ON a.unit_id = p.unit_id AND a.outcome = 'refused' AND a.at < p.until
        AND a.at >= p.until - interval '1 day'
    GROUP BY p.development_id, p.unit_id, p.until
    HAVING count(*) >= %(refused)s),
hits AS (
    SELECT 'development' AS kind, 'development:' || d.development_id AS key, d.until - interval '1 day' AS since, d.until,
        d.nothing AS weight,
        jsonb_build_object('unanswered', d.nothing, 'questions', d.all, 'percent', round(100.0 * d.nothing / d.all),
            'usual_percent', round(100 * coalesce(b.share, 0))) AS measures,
        %(tenant)s::uuid AS tenant_id, 'developments.development' AS subject_type, d.development_id AS subject_id,
        d.development_id AS in_development, NULL::text AS address
    FROM days d CROSS JOIN LATERAL (
        SELECT avg((m.outcome = 'not_found')::integer) AS share FROM messages m
        WHERE m.tenant_id = %(tenant)s AND m.development_id = d.development_id
            AND m.created_at >= d.until - interval '29 days' AND m.created_at < d.until - interval '1 day') b
    WHERE 1.0 * d.nothing / d.all >= %(factor)s * least(coalesce(b.share, 0), 1.0 / %(factor)s)
    UNION ALL
    SELECT 'document_gap', 'type:' || w.development_id || ':' || w.house_type, w.until - interval '7 days', w.until,
        w.nothing,
        jsonb_build_object('homes', w.homes, 'unanswered', w.nothing, 'percent', round(100.0 * w.nothing / w.all),
            'house_type', w.house_type, 'days', 7),
        %(tenant)s::uuid, 'developments.development', w.development_id, w.development_id, NULL
    FROM weeks w
    WHERE w.homes >= %(homes)s AND w.nothing >= w.all * %(gap_percent)s / 100.0
    UNION ALL
    SELECT 'probing', 'unit:' || r.unit_id, r.until - interval '1 day', r.until, r.refused,
        jsonb_build_object('refused', r.refused, 'hours', 24), %(tenant)s::uuid, 'developments.unit', r.unit_id,
        r.development_id, NULL
    FROM refused r)
