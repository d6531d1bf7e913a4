SET ROLE openhouse_gate;

-- Judges one request against every window and, only if all admit it, spends all of them.
-- Window i: at most p_limits[i] requests of p_keys[i] in the last p_seconds[i] seconds; a key may stand in several.
-- Returns the tightest window: its index, what remains in it, seconds until a place is free, and how often the key has
-- been refused since it was last admitted (0 when admitted).
CREATE FUNCTION security.spend(p_keys text[], p_limits integer[], p_seconds integer[], p_tenant uuid,
    OUT allowed boolean, OUT tightest integer, OUT remaining integer, OUT reset_seconds double precision,
    OUT refusals integer)
    LANGUAGE plpgsql SET search_path = pg_catalog, security, public, pg_temp AS $$
DECLARE
    t timestamptz;
BEGIN
    INSERT INTO public.rate_limits AS r (key, tenant_id)
    SELECT k, p_tenant FROM (SELECT DISTINCT k FROM unnest(p_keys) k ORDER BY k) keys
    ON CONFLICT (key) DO NOTHING;
    PERFORM 1 FROM public.rate_limits r WHERE r.key = ANY (p_keys) ORDER BY r.key FOR UPDATE;
    t := clock_timestamp();
    SELECT w.i, w.left_over, coalesce(extract(epoch FROM w.free_at - t), 0)
    INTO tightest, remaining, reset_seconds
    FROM (SELECT i, p_limits[i] - count(h) AS left_over, min(h) + make_interval(secs => p_seconds[i]) AS free_at
          FROM generate_subscripts(p_keys, 1) i
          JOIN public.rate_limits r ON r.key = p_keys[i]
          LEFT JOIN LATERAL unnest(r.hits) h ON h > t - make_interval(secs => p_seconds[i])
          GROUP BY i) w
    ORDER BY w.left_over > 0, CASE WHEN w.left_over <= 0 THEN w.free_at END DESC, w.left_over::float / p_limits[w.i], w.i
    LIMIT 1;
    allowed := coalesce(remaining > 0, false);
    IF allowed THEN
        UPDATE public.rate_limits r SET last_hit = t, refused = 0, refused_at = NULL, hits = array_append(
            ARRAY(SELECT h FROM unnest(r.hits) h WHERE h > t - make_interval(secs => (
                SELECT max(p_seconds[i]) FROM generate_subscripts(p_keys, 1) i WHERE p_keys[i] = r.key))), t)
        WHERE r.key = ANY (p_keys);
        remaining := remaining - 1;
        refusals := 0;
    ELSE
        UPDATE public.rate_limits r SET refused = r.refused + 1, refused_at = coalesce(r.refused_at, t)
        WHERE r.key = p_keys[tightest] RETURNING r.refused INTO refusals;
        remaining := 0;
    END IF;
END $$;

RESET ROLE;
