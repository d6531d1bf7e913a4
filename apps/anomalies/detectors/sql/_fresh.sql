-- For every tenant, or one, what of the transactions before to_xid no scan has read: events of its trail, and tables.
-- A tenant without marks is read from the beginning, as far as since. Each look is an index range by (tenant, xid).
SELECT t.id, f.found
FROM tenants t
LEFT JOIN LATERAL (SELECT CASE WHEN count(*) = %(detectors)s THEN min(m.to_xid) ELSE 0 END AS from_xid
    FROM anomaly_marks m WHERE m.tenant_id = t.id) k ON true
CROSS JOIN LATERAL (SELECT array(
    SELECT DISTINCT a.event::text FROM audit_log a
    WHERE a.tenant_id = t.id AND a.xid >= k.from_xid AND a.xid < %(to_xid)s AND a.at >= %(since)s
    UNION ALL
    SELECT 'messages' WHERE EXISTS (SELECT FROM messages m
        WHERE m.tenant_id = t.id AND m.xid >= k.from_xid AND m.xid < %(to_xid)s)
    UNION ALL
    SELECT 'homeowners' WHERE EXISTS (SELECT FROM homeowners h
        WHERE h.tenant_id = t.id AND h.xid >= k.from_xid AND h.xid < %(to_xid)s)
    UNION ALL
    SELECT 'units' WHERE EXISTS (SELECT FROM units u
        WHERE u.tenant_id = t.id AND u.xid >= k.from_xid AND u.xid < %(to_xid)s)
    UNION ALL
    SELECT 'developments' WHERE EXISTS (SELECT FROM developments d
        WHERE d.tenant_id = t.id AND d.xid >= k.from_xid AND d.xid < %(to_xid)s)) AS found) f
WHERE (%(tenant)s::uuid IS NULL OR t.id = %(tenant)s) AND f.found <> '{}'
ORDER BY t.id
