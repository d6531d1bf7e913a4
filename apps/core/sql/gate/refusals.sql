SET ROLE openhouse_gate;

-- Refusals of spells that are over and that the trail has not told the number of.
ALTER TABLE public.rate_limits ADD COLUMN untold integer NOT NULL DEFAULT 0;

-- Spends one place of a key if all its windows have room: one statement, which locks, judges and writes. Returns the times
-- of the key, the new one last; NULL when there is no room.
CREATE OR REPLACE FUNCTION security.take_place(p_key text, p_limits integer[], p_seconds integer[], p_tenant uuid)
    RETURNS timestamptz[]
    LANGUAGE plpgsql AS $$
DECLARE taken timestamptz[];
BEGIN
    LOOP
        UPDATE public.rate_limits r SET last_hit = clock_timestamp(), untold = r.untold + r.refused, refused = 0,
            refused_at = NULL,
            hits = r.hits[width_bucket(clock_timestamp() - make_interval(secs => p_seconds[1]), r.hits) + 1 :]
                || greatest(clock_timestamp(), r.hits[cardinality(r.hits)])
        WHERE r.key = p_key AND security.has_room(r.hits, p_limits, p_seconds, clock_timestamp())
        RETURNING r.hits INTO taken;
        -- A row that another request has just made had room, or was not there yet, when the update looked: look again.
        EXIT WHEN FOUND OR EXISTS (SELECT FROM public.rate_limits r
            WHERE r.key = p_key AND NOT security.has_room(r.hits, p_limits, p_seconds, clock_timestamp()));
        INSERT INTO public.rate_limits (key, tenant_id) VALUES (p_key, p_tenant) ON CONFLICT (key) DO NOTHING;
    END LOOP;
    RETURN taken;
END $$;

-- How often each key has been refused since this was last asked, for the trail to tell; a spell that began less than a
-- minute ago is left to go on. The platform's service asks, in the transaction that writes the rows of the trail.
CREATE FUNCTION security.take_refusals(p_proof bytea) RETURNS TABLE (key text, tenant_id uuid, refusals integer)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, security, public, pg_temp AS $$
BEGIN
    PERFORM security.prove('take_refusals', p_proof);
    IF NOT security.scope_is_platform() THEN
        RAISE insufficient_privilege USING MESSAGE = 'outside the platform''s scope';
    END IF;
    RETURN QUERY
    WITH due AS (
        SELECT r.key, r.untold, CASE WHEN r.refused_at < now() - interval '1 minute' THEN r.refused ELSE 0 END AS over
        FROM public.rate_limits r
        WHERE r.untold > 0 OR r.refused_at < now() - interval '1 minute'
        FOR UPDATE SKIP LOCKED),
    told AS (
        UPDATE public.rate_limits r SET untold = 0, refused = r.refused - due.over,
            refused_at = CASE WHEN due.over = 0 THEN r.refused_at END
        FROM due WHERE r.key = due.key
        RETURNING r.key, r.tenant_id, due.untold + due.over)
    SELECT * FROM told;
END $$;

GRANT EXECUTE ON FUNCTION security.take_refusals(bytea) TO openhouse_super_admin;

RESET ROLE;
