-- One member of staff who takes out far more than work needs: lists and people's data (exports), or files one after the other
-- (downloads). Exports are told by events of their own, through whichever door; downloads by calls that succeeded.
-- Reads: audit_log by (tenant, xid) for what is fresh, then by (tenant, actor, at) for the time around it.
WITH span AS (SELECT make_interval(mins => %(minutes)s) AS wide),
fresh AS (
    SELECT a.actor_id, min(a.at) AS first_at, max(a.at) AS last_at
    FROM audit_log a
    WHERE a.tenant_id = %(tenant)s AND a.xid >= %(from_xid)s AND a.xid < %(to_xid)s AND a.at >= %(since)s
        AND a.actor_id IS NOT NULL AND a.actor_role <> 'homeowner'
        AND (a.event IN ('units.exported', 'homeowner.exported', 'list.exported', 'audit.exported')
            OR (a.event = 'request' AND a.status < 300 AND a.request_method = 'GET' AND a.request_path LIKE '%%/file'))
    GROUP BY a.actor_id),
near AS MATERIALIZED (
    SELECT CASE a.event WHEN 'request' THEN 'files:' ELSE 'exports:' END || a.actor_id AS key,
        'audit_log' AS source, a.id, a.at, CASE a.event WHEN 'request' THEN 'download' ELSE a.event END AS what,
        a.xid >= %(from_xid)s AS fresh, a.actor_id, host(a.ip_address) AS address, a.at >= f.first_at AS ends
    FROM span, fresh f JOIN audit_log a ON a.tenant_id = %(tenant)s AND a.actor_id = f.actor_id
    WHERE a.at >= f.first_at - wide AND a.at <= f.last_at + wide AND a.xid < %(to_xid)s
        AND a.actor_role <> 'homeowner'
        AND (a.event IN ('units.exported', 'homeowner.exported', 'list.exported', 'audit.exported')
            OR (a.event = 'request' AND a.status < 300 AND a.request_method = 'GET' AND a.request_path LIKE '%%/file'))),
windows AS (
    SELECT p.key, p.actor_id, p.until, count(*) AS rows, min(n.address) AS address
    FROM span, (SELECT DISTINCT key, actor_id, date_trunc('minute', at) + interval '1 minute' AS until
        FROM near WHERE ends) p
    JOIN near n ON n.key = p.key AND n.at < p.until
    WHERE n.at >= p.until - wide
    GROUP BY p.key, p.actor_id, p.until),
hits AS (
    SELECT k.kind, w.key, w.until - wide AS since, w.until, w.rows AS weight,
        jsonb_build_object('calls', w.rows, 'minutes', %(minutes)s) AS measures,
        %(tenant)s::uuid AS tenant_id, 'tenants.staff' AS subject_type, w.actor_id AS subject_id,
        NULL::uuid AS in_development, w.address
    FROM span, windows w CROSS JOIN LATERAL (VALUES
        ('exports', w.key LIKE 'exports:%%' AND w.rows >= %(exports)s),
        ('downloads', w.key LIKE 'files:%%' AND w.rows >= %(downloads)s)) k (kind, hit)
    WHERE k.hit)
