-- Sign-ins of staff that failed: many at one account, many from one address, one address at many accounts (spray), many
-- addresses at many accounts (wide_spray), and the worst, one that succeeded after many failures. Failures stand on the
-- platform's trail under a keyed hash of the name, because nobody is signed in yet; the run for a tenant is given the
-- hashes of its own staff (accounts, beside their ids in staff) and sees no other's. The platform's run sees them all.
-- Reads: audit_log by (tenant, xid) for what is fresh, then by (tenant, event, at) for the time around it.
WITH span AS (SELECT make_interval(mins => %(minutes)s) AS wide),
people AS (SELECT * FROM unnest(%(accounts)s::text[], %(staff)s::uuid[]) AS p (account, staff_id)),
news AS (
    SELECT a.at FROM audit_log a
    WHERE a.tenant_id = %(platform)s AND a.xid >= %(from_xid)s AND a.xid < %(to_xid)s AND a.at >= %(since)s
        AND a.event = 'staff.sign_in_failed'
        AND (%(everyone)s OR a.request_payload->>'account_hash' IN (SELECT account FROM people))
    UNION ALL
    SELECT a.at FROM audit_log a
    WHERE a.tenant_id = %(tenant)s AND a.xid >= %(from_xid)s AND a.xid < %(to_xid)s AND a.at >= %(since)s
        AND a.event = 'staff.signed_in' AND a.actor_id IN (SELECT staff_id FROM people)),
fresh AS (SELECT min(n.at) AS first_at, max(n.at) AS last_at FROM news n),
failed AS MATERIALIZED (
    SELECT a.id, a.at, a.event AS what, a.xid >= %(from_xid)s AS fresh, a.ip_address,
        a.request_payload->>'account_hash' AS account, a.at >= f.first_at AS ends
    FROM fresh f, span, audit_log a
    WHERE a.tenant_id = %(platform)s AND a.event = 'staff.sign_in_failed' AND a.xid < %(to_xid)s
        AND a.at >= f.first_at - wide AND a.at <= f.last_at + wide
        AND (%(everyone)s OR a.request_payload->>'account_hash' IN (SELECT account FROM people))),
succeeded AS MATERIALIZED (
    SELECT a.id, a.at, a.event AS what, a.xid >= %(from_xid)s AS fresh, p.account, p.staff_id
    FROM fresh f, span, audit_log a JOIN people p ON p.staff_id = a.actor_id
    WHERE a.tenant_id = %(tenant)s AND a.event = 'staff.signed_in' AND a.xid < %(to_xid)s
        AND a.at >= f.first_at AND a.at <= f.last_at + wide),
near AS MATERIALIZED (
    SELECT 'account:' || f.account AS key, 'audit_log' AS source, f.id, f.at, f.what, f.fresh, f.account, f.ip_address,
        f.ends FROM failed f
    UNION ALL
    SELECT 'address:' || host(f.ip_address), 'audit_log', f.id, f.at, f.what, f.fresh, f.account, f.ip_address, f.ends
    FROM failed f WHERE f.ip_address IS NOT NULL
    UNION ALL
    SELECT 'wide', 'audit_log', f.id, f.at, f.what, f.fresh, f.account, f.ip_address, f.ends FROM failed f
    UNION ALL
    SELECT 'success:' || f.account, 'audit_log', f.id, f.at, f.what, f.fresh, f.account, f.ip_address, false
    FROM failed f WHERE f.account IN (SELECT account FROM succeeded)
    UNION ALL
    SELECT 'success:' || s.account, 'audit_log', s.id, s.at, s.what, s.fresh, s.account, NULL, false FROM succeeded s),
windows AS (
    SELECT p.key, p.until, count(*) AS rows, count(DISTINCT n.account) AS accounts,
        count(DISTINCT n.ip_address) AS addresses, min(n.account) AS account, min(host(n.ip_address)) AS address
    FROM span, (SELECT DISTINCT key, date_trunc('minute', at) + interval '1 minute' AS until FROM near WHERE ends) p
    JOIN near n ON n.key = p.key AND n.at < p.until
    WHERE n.at >= p.until - wide
    GROUP BY p.key, p.until),
hits AS (
    SELECT k.kind, w.key, w.until - wide AS since, w.until, w.rows AS weight,
        jsonb_build_object('failures', w.rows, 'accounts', w.accounts, 'addresses', w.addresses, 'minutes', %(minutes)s)
            AS measures,
        %(tenant)s::uuid AS tenant_id,
        CASE WHEN k.kind = 'account' AND p.staff_id IS NOT NULL THEN 'tenants.staff' ELSE '' END AS subject_type,
        CASE WHEN k.kind = 'account' THEN p.staff_id END AS subject_id, NULL::uuid AS in_development,
        CASE WHEN k.kind IN ('address', 'spray') THEN w.address END AS address
    FROM span, windows w LEFT JOIN people p ON p.account = w.account
    CROSS JOIN LATERAL (VALUES
        ('account', w.key LIKE 'account:%%' AND w.rows >= %(account)s),
        ('spray', w.key LIKE 'address:%%' AND w.accounts >= %(spray)s),
        ('address', w.key LIKE 'address:%%' AND w.rows >= %(address)s AND w.accounts < %(spray)s),
        ('wide_spray', w.key = 'wide' AND w.addresses >= %(wide_addresses)s AND w.accounts >= %(wide_accounts)s)
        ) k (kind, hit)
    WHERE k.hit
    UNION ALL
    SELECT 'success_after_failures', 'success:' || s.account, s.at - wide, s.at + interval '1 microsecond', b.failures,
        jsonb_build_object('failures', b.failures, 'minutes', %(minutes)s),
        %(tenant)s::uuid, 'tenants.staff', s.staff_id, NULL, NULL
    FROM span, succeeded s
    CROSS JOIN LATERAL (SELECT count(*) AS failures FROM failed f
        WHERE f.account = s.account AND f.at <= s.at AND f.at >= s.at - wide) b
    WHERE b.failures >= %(success)s)
