SET ROLE openhouse_gate;

-- These are reached through security.admit alone, which fixes the search path: fixing it again in each would cost more than
-- their work.

-- Whether every window has room beside `p_hits`, the ascending times of what was admitted before. The longest window stands
-- first. Counting is a binary search (width_bucket), not a walk.
CREATE FUNCTION security.has_room(p_hits timestamptz[], p_limits integer[], p_seconds integer[], p_at timestamptz)
    RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    FOR i IN 1..cardinality(p_limits) LOOP
        IF cardinality(p_hits) - width_bucket(p_at - make_interval(secs => p_seconds[i]), p_hits) >= p_limits[i] THEN
            RETURN false;
        END IF;
    END LOOP;
    RETURN true;
END $$;

-- Spends one place of a key if all its windows have room: one statement, which locks, judges and writes. Returns the times
-- of the key, the new one last; NULL when there is no room.
CREATE FUNCTION security.take_place(p_key text, p_limits integer[], p_seconds integer[], p_tenant uuid)
    RETURNS timestamptz[]
    LANGUAGE plpgsql AS $$
DECLARE taken timestamptz[];
BEGIN
    LOOP
        UPDATE public.rate_limits r SET last_hit = clock_timestamp(), refused = 0, refused_at = NULL,
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

-- Counts a refusal of a key; how often since it was last admitted, and in how many seconds its fullest window has room.
CREATE FUNCTION security.refuse_place(p_key text, p_limits integer[], p_seconds integer[],
    OUT refusals integer, OUT tightest integer, OUT reset_seconds double precision)
    LANGUAGE plpgsql AS $$
DECLARE
    hits timestamptz[];
    free_in double precision;
BEGIN
    UPDATE public.rate_limits r SET refused = r.refused + 1, refused_at = coalesce(r.refused_at, clock_timestamp())
    WHERE r.key = p_key RETURNING r.refused, r.hits INTO refusals, hits;
    reset_seconds := -1;
    FOR i IN 1..cardinality(p_limits) LOOP
        -- The place that must pass before there is room again.
        free_in := extract(epoch FROM hits[cardinality(hits) - p_limits[i] + 1] - clock_timestamp()) + p_seconds[i];
        IF free_in > reset_seconds THEN
            tightest := i; reset_seconds := free_in;
        END IF;
    END LOOP;
    tightest := coalesce(tightest, 1);
    reset_seconds := greatest(reset_seconds, 0);
END $$;

-- Gives back what take_place took of a key in this transaction, which still holds its row.
CREATE FUNCTION security.give_back(p_key text) RETURNS void
    LANGUAGE sql AS $$
    UPDATE public.rate_limits r SET hits = r.hits[: cardinality(r.hits) - 1] WHERE r.key = p_key
$$;

-- Judges one request against every window and, only if all admit it, spends all of them.
-- Window i: at most p_limits[i] requests of p_keys[i] in the last p_seconds[i] seconds. Keys come in one order for all
-- callers, so that no two wait for each other; windows of one key stand together, the longest first.
-- Returns the tightest window: its index, what remains in it, seconds until a place is free, and how often the key has
-- been refused since it was last admitted (0 when admitted).
CREATE FUNCTION security.spend(p_keys text[], p_limits integer[], p_seconds integer[], p_tenant uuid,
    OUT allowed boolean, OUT tightest integer, OUT remaining integer, OUT reset_seconds double precision,
    OUT refusals integer)
    LANGUAGE plpgsql AS $$
DECLARE
    first integer := 1;
    last integer;
    hits timestamptz[];
    gone integer;
    left_over integer;
    now_at timestamptz;
BEGIN
    WHILE first <= cardinality(p_keys) LOOP
        last := first;
        WHILE p_keys[last + 1] = p_keys[first] LOOP
            last := last + 1;
        END LOOP;
        hits := security.take_place(p_keys[first], p_limits[first:last], p_seconds[first:last], p_tenant);
        IF hits IS NULL THEN
            PERFORM security.give_back(k) FROM (SELECT DISTINCT unnest(p_keys[: first - 1]) AS k) taken;
            SELECT r.refusals, first - 1 + r.tightest, r.reset_seconds INTO refusals, tightest, reset_seconds
            FROM security.refuse_place(p_keys[first], p_limits[first:last], p_seconds[first:last]) r;
            allowed := false; remaining := 0;
            RETURN;
        END IF;
        now_at := hits[cardinality(hits)];
        FOR i IN first..last LOOP
            gone := width_bucket(now_at - make_interval(secs => p_seconds[i]), hits);
            left_over := p_limits[i] - cardinality(hits) + gone;
            IF tightest IS NULL OR left_over::float / p_limits[i] < remaining::float / p_limits[tightest] THEN
                tightest := i; remaining := left_over;
                reset_seconds := extract(epoch FROM hits[gone + 1] - now_at) + p_seconds[i];
            END IF;
        END LOOP;
        first := last + 1;
    END LOOP;
    allowed := true; refusals := 0;
END $$;

RESET ROLE;
