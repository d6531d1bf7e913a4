-- The end of every detector's statement. What stands before it makes two tables:
--   near (key, source, id, at, what, fresh): the rows that may belong to a condition; fresh ones no scan has read before.
--   hits (kind, key, since, until, weight, measures, tenant_id, subject_type, subject_id, in_development, address): the
--     windows [since, until) in which the rows of a key are too many, or otherwise unusual.
-- All rows inside any such window are the evidence, each once; the heaviest window gives the measures. Where nothing is
-- fresh, an earlier scan has told of it.
SELECT f.tenant_id, f.kind, f.key, f.measures, f.subject_type, f.subject_id, f.in_development, f.address,
    e.seen, e.fresh, e.first_at, e.last_at, e.evidence
FROM (SELECT DISTINCT ON (h.tenant_id, h.kind, h.key) h.* FROM hits h
    ORDER BY h.tenant_id, h.kind, h.key, h.weight DESC, h.until DESC) f
CROSS JOIN LATERAL (
    SELECT count(*) AS seen, count(*) FILTER (WHERE r.fresh) AS fresh, min(r.at) AS first_at, max(r.at) AS last_at,
        jsonb_agg(jsonb_build_object('source', r.source, 'id', r.id, 'at', r.at, 'what', r.what) ORDER BY r.nth)
            FILTER (WHERE r.nth <= 50) AS evidence
    FROM (SELECT n.*, row_number() OVER (ORDER BY n.at DESC, n.id) AS nth FROM near n
        WHERE n.key = f.key AND EXISTS (SELECT FROM hits h WHERE h.kind = f.kind AND h.key = f.key
            AND n.at >= h.since AND n.at < h.until)) r) e
WHERE e.fresh > 0
ORDER BY f.kind, f.key
