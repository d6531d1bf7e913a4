-- Homes whose place on the map cannot be right: at the point zero (null_island), with latitude and longitude changed over
-- (swapped), far from their development (outside), or many at exactly one point, where an import filled in the estate's own
-- (same_point; a block of flats has a few). A development without a place of its own lies in the middle of its homes.
-- Reads: units by (tenant, xid) for what is fresh, and the homes of those developments; developments whose place has been
-- set anew are looked at whole.
WITH moved AS (
    SELECT d.id FROM developments d
    WHERE d.tenant_id = %(tenant)s AND d.xid >= %(from_xid)s AND d.xid < %(to_xid)s AND d.latitude IS NOT NULL),
touched AS (
    SELECT id FROM moved
    UNION
    SELECT u.development_id FROM units u
    WHERE u.tenant_id = %(tenant)s AND u.xid >= %(from_xid)s AND u.xid < %(to_xid)s AND u.latitude IS NOT NULL),
placed AS MATERIALIZED (
    SELECT u.id, u.development_id, u.latitude::double precision AS lat, u.longitude::double precision AS lon,
        u.xid >= %(from_xid)s OR u.development_id IN (SELECT id FROM moved) AS fresh
    FROM touched t JOIN units u ON u.tenant_id = %(tenant)s AND u.development_id = t.id
    WHERE u.xid < %(to_xid)s AND u.latitude IS NOT NULL AND u.longitude IS NOT NULL),
centres AS (
    SELECT d.id AS development_id, CASE WHEN d.longitude IS NULL THEN m.lat
            ELSE coalesce(d.latitude::double precision, m.lat) END AS lat,
        CASE WHEN d.latitude IS NULL THEN m.lon ELSE coalesce(d.longitude::double precision, m.lon) END AS lon
    FROM touched t JOIN developments d ON d.tenant_id = %(tenant)s AND d.id = t.id
    LEFT JOIN LATERAL (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY p.lat) AS lat,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY p.lon) AS lon
        FROM placed p WHERE p.development_id = d.id HAVING count(*) >= 5) m ON true),
-- Great-circle distances in kilometres: of the place as it is, and with its two numbers changed over.
measured AS (
    SELECT p.*, abs(p.lat) < 0.01 AND abs(p.lon) < 0.01 AS at_zero,
        12742 * asin(sqrt(least(1, sin(radians(p.lat - c.lat) / 2) ^ 2
            + cos(radians(c.lat)) * cos(radians(p.lat)) * sin(radians(p.lon - c.lon) / 2) ^ 2))) AS km,
        12742 * asin(sqrt(least(1, sin(radians(p.lon - c.lat) / 2) ^ 2
            + cos(radians(c.lat)) * cos(radians(p.lon)) * sin(radians(p.lat - c.lon) / 2) ^ 2))) AS km_swapped
    FROM placed p LEFT JOIN centres c USING (development_id)),
odd AS (
    SELECT m.*, CASE WHEN m.at_zero THEN 'null_island' WHEN m.km <= %(radius_km)s OR m.km IS NULL THEN NULL
        WHEN m.km_swapped <= %(radius_km)s THEN 'swapped' ELSE 'outside' END AS kind
    FROM measured m),
crowded AS (
    SELECT p.development_id, p.lat, p.lon, count(*) AS homes FROM placed p
    WHERE NOT (abs(p.lat) < 0.01 AND abs(p.lon) < 0.01)
    GROUP BY 1, 2, 3 HAVING count(*) >= %(same_point)s),
near AS (
    SELECT o.kind || ':' || o.development_id AS key, 'units' AS source, o.id, now() AS at, o.kind AS what, o.fresh
    FROM odd o WHERE o.kind IS NOT NULL
    UNION ALL
    SELECT concat_ws(':', 'point', p.development_id, p.lat, p.lon), 'units', p.id, now(), 'same_point', p.fresh
    FROM placed p JOIN crowded c USING (development_id, lat, lon)),
hits AS (
    SELECT o.kind, o.kind || ':' || o.development_id AS key, '-infinity'::timestamptz AS since,
        'infinity'::timestamptz AS until, count(*) AS weight,
        jsonb_strip_nulls(jsonb_build_object('homes', count(*), 'farthest_km', round(max(o.km)::numeric, 1),
            'radius_km', %(radius_km)s)) AS measures,
        %(tenant)s::uuid AS tenant_id, 'developments.development' AS subject_type, o.development_id AS subject_id,
        o.development_id AS in_development, NULL::text AS address
    FROM odd o WHERE o.kind IS NOT NULL GROUP BY o.kind, o.development_id
    UNION ALL
    SELECT 'same_point', concat_ws(':', 'point', c.development_id, c.lat, c.lon), '-infinity', 'infinity', c.homes,
        jsonb_build_object('homes', c.homes), %(tenant)s::uuid, 'developments.development', c.development_id,
        c.development_id, NULL
    FROM crowded c)
