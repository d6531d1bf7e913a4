-- Cards scanned from one address: those of many homes (many_units), those of several developments (many_developments),
-- and, on the platform's own trail, codes that no card has (guessing). A household scans its one card again and again; a
-- site manager tries a few. Who walks along letter boxes, or guesses, opens many.
-- Reads: audit_log by (tenant, xid) for what is fresh, then by (tenant, event, at) for the time around it.
WITH span AS (SELECT make_interval(mins => %(minutes)s) AS wide),
fresh AS (
    SELECT a.ip_address, min(a.at) AS first_at, max(a.at) AS last_at
    FROM audit_log a
    WHERE a.tenant_id = %(tenant)s AND a.xid >= %(from_xid)s AND a.xid < %(to_xid)s AND a.at >= %(since)s
        AND a.event IN ('enrolment.scanned', 'request.refused') AND a.ip_address IS NOT NULL
        AND (a.event = 'enrolment.scanned' OR a.request_payload->>'code' = 'unknown_code')
    GROUP BY a.ip_address),
near AS MATERIALIZED (
    SELECT CASE a.event WHEN 'enrolment.scanned' THEN 'scans:' ELSE 'guesses:' END || host(a.ip_address) AS key,
        'audit_log' AS source, a.id, a.at, a.event AS what, a.xid >= %(from_xid)s AS fresh,
        host(a.ip_address) AS address, c.unit_id, c.development_id, a.at >= f.first_at AS ends
    FROM fresh f
    JOIN audit_log a ON a.ip_address = f.ip_address
    LEFT JOIN enrolment_codes c ON c.tenant_id = a.tenant_id AND c.id = a.subject_id
    WHERE a.tenant_id = %(tenant)s AND a.event IN ('enrolment.scanned', 'request.refused') AND a.xid < %(to_xid)s
        AND a.at >= (SELECT min(first_at) - wide FROM fresh, span GROUP BY wide)
        AND a.at <= (SELECT max(last_at) + wide FROM fresh, span GROUP BY wide)
        AND (a.event = 'enrolment.scanned' OR a.request_payload->>'code' = 'unknown_code')),
windows AS (
    SELECT p.key, p.until, count(*) AS rows, count(DISTINCT n.unit_id) AS units,
        count(DISTINCT n.development_id) AS developments, min(n.address) AS address
    FROM span, (SELECT DISTINCT key, date_trunc('minute', at) + interval '1 minute' AS until FROM near WHERE ends) p
    JOIN near n ON n.key = p.key AND n.at < p.until
    WHERE n.at >= p.until - wide
    GROUP BY p.key, p.until),
hits AS (
    SELECT k.kind, w.key, w.until - wide AS since, w.until, w.rows AS weight,
        jsonb_build_object('scans', w.rows, 'homes', w.units, 'developments', w.developments, 'minutes', %(minutes)s)
            AS measures,
        %(tenant)s::uuid AS tenant_id, '' AS subject_type, NULL::uuid AS subject_id, NULL::uuid AS in_development,
        w.address
    FROM span, windows w CROSS JOIN LATERAL (VALUES
        ('many_units', w.units >= %(units)s),
        ('many_developments', w.developments >= %(developments)s AND w.units >= %(developments_units)s),
        ('guessing', w.key LIKE 'guesses:%%' AND w.rows >= %(unknown_codes)s)) k (kind, hit)
    WHERE k.hit)
