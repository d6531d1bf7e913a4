SET ROLE openhouse_gate;

-- The one call in front of every request: is the session alive, who acts, and is there a place within the limits.
-- p_kind: 'staff' (by p_secret_hash), 'homeowner' (by p_session and p_version), or 'none'.
-- p_windows: rows [when, key prefix, per, limit, seconds] as text; `when` is 'session' or 'no_session', `per` is 'person',
-- 'tenant' or 'address'. Commits by itself, without waiting for the disk: a count may be lost in a crash, not an order.
CREATE FUNCTION security.admit(p_kind text, p_secret_hash bytea, p_session uuid, p_version integer, p_address text,
    p_windows text[][],
    OUT state text, OUT session_id uuid, OUT role text, OUT tenant_id uuid, OUT subject_id uuid,
    OUT development_ids uuid[], OUT unit_id uuid, OUT house_type_code text, OUT impersonator_id uuid, OUT data jsonb,
    OUT allowed boolean, OUT tightest integer, OUT remaining integer, OUT reset_seconds double precision,
    OUT refusals integer, OUT second_factor text)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, security, pg_temp AS $$
DECLARE
    s record;
    known uuid := p_session;
    person uuid;
    chosen integer[] := '{}';
    keys text[] := '{}';
    limits integer[] := '{}';
    seconds integer[] := '{}';
BEGIN
    PERFORM set_config('synchronous_commit', 'off', true);
    state := 'none';
    IF p_kind <> 'none' THEN
        IF p_kind = 'staff' THEN
            SELECT x.id INTO known FROM security.sessions x WHERE x.secret_hash = p_secret_hash;
        END IF;
        SELECT x.id, x.entered_tenant_id, x.impersonator_id AS by_id, x.data AS stored, x.seen_at, x.ended_at, x.subject_id AS person,
               x.expires_at <= now() OR x.seen_at + x.idle <= now() AS expired, j.active AND j.version = x.version
               AND (p_version IS NULL OR p_version = x.version)
               AND (x.impersonator_session IS NULL OR security.is_live(x.impersonator_session)) AS current,
               j.role AS r, j.tenant_id AS t, j.development_ids AS d, j.unit_id AS u, j.house_type_code AS h,
               CASE WHEN j.second_factor THEN 'on' WHEN j.needs_second_factor THEN 'missing' ELSE 'off' END AS factor
        INTO s
        FROM security.sessions x JOIN security.subjects j ON j.id = x.subject_id
        WHERE x.id = known AND x.kind = p_kind;
        state := CASE WHEN NOT FOUND THEN 'unknown' WHEN s.ended_at IS NOT NULL OR NOT s.current THEN 'ended'
            WHEN s.expired THEN 'expired' ELSE 'live' END;
    END IF;
    IF state = 'live' THEN
        session_id := s.id; role := s.r; person := s.person; subject_id := person; development_ids := s.d; unit_id := s.u;
        house_type_code := s.h; impersonator_id := s.by_id; data := s.stored;
        second_factor := s.factor;
        tenant_id := CASE WHEN s.r = 'super_admin' THEN s.entered_tenant_id ELSE s.t END;
        IF s.seen_at < now() - interval '1 minute' THEN
            UPDATE security.sessions x SET seen_at = now() WHERE x.id = s.id;
        END IF;
    ELSIF state <> 'unknown' AND state <> 'none' THEN
        session_id := s.id; tenant_id := s.t; subject_id := s.person;
    END IF;
    FOR i IN 1..coalesce(array_length(p_windows, 1), 0) LOOP
        CONTINUE WHEN p_windows[i][1] <> CASE WHEN state = 'live' THEN 'session' ELSE 'no_session' END
            OR (p_windows[i][3] = 'tenant' AND tenant_id IS NULL);
        chosen := chosen || i;
        keys := keys || (p_windows[i][2] || ':' || CASE p_windows[i][3]
            WHEN 'person' THEN person::text WHEN 'tenant' THEN tenant_id::text ELSE p_address END);
        limits := limits || p_windows[i][4]::integer;
        seconds := seconds || p_windows[i][5]::integer;
    END LOOP;
    IF chosen = '{}' THEN
        allowed := true;
        RETURN;
    END IF;
    SELECT q.allowed, chosen[q.tightest], q.remaining, q.reset_seconds, q.refusals
    INTO allowed, tightest, remaining, reset_seconds, refusals
    FROM security.spend(keys, limits, seconds, coalesce(tenant_id, '00000000-0000-0000-0000-000000000001')) q;
END $$;

GRANT EXECUTE ON FUNCTION security.admit(text, bytea, uuid, integer, text, text[]) TO openhouse_app;

RESET ROLE;
