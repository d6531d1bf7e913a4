SET ROLE openhouse_gate;

-- Counters with an end, for the cache that django-ratelimit counts in. One atomic statement each, so that no increment of
-- parallel requests is lost; on the table of the limits, so that operators see them all in one place.

-- Starts a counter at p_count unless a live one stands; whether it did.
CREATE FUNCTION security.start_counter(p_key text, p_count integer, p_seconds integer) RETURNS boolean
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, security, public, pg_temp AS $$
    WITH started AS (
        INSERT INTO public.rate_limits AS r (key, tenant_id, counted, ends_at)
        VALUES (p_key, '00000000-0000-0000-0000-000000000001', p_count, now() + make_interval(secs => p_seconds))
        ON CONFLICT (key) DO UPDATE SET counted = excluded.counted, ends_at = excluded.ends_at, last_hit = now()
        WHERE r.ends_at <= now()
        RETURNING 1)
    SELECT EXISTS (SELECT FROM started)
$$;

-- Adds to a live counter; NULL when there is none.
CREATE FUNCTION security.add_to_counter(p_key text, p_delta integer) RETURNS integer
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, security, public, pg_temp AS $$
    UPDATE public.rate_limits SET counted = counted + p_delta, last_hit = now()
    WHERE key = p_key AND ends_at > now() RETURNING counted
$$;

CREATE FUNCTION security.read_counter(p_key text) RETURNS integer
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, security, public, pg_temp AS $$
    SELECT counted FROM public.rate_limits WHERE key = p_key AND ends_at > now()
$$;

GRANT EXECUTE ON FUNCTION security.start_counter(text, integer, integer), security.add_to_counter(text, integer),
    security.read_counter(text) TO openhouse_app;

RESET ROLE;
