SET ROLE openhouse_gate;

-- Personal access tokens are sessions of a kind of their own: the same person, version, end and limits as a session of that
-- person, a longer life, no idling, and in `data` the permissions that were chosen for it.
ALTER TABLE security.sessions DROP CONSTRAINT sessions_kind_check, DROP CONSTRAINT sessions_check;
ALTER TABLE security.sessions
    ADD CONSTRAINT sessions_kind_check
        CHECK (kind IN ('staff', 'token', 'homeowner', 'service', 'platform', 'anonymous')),
    ADD CONSTRAINT sessions_check CHECK ((kind IN ('staff', 'token', 'homeowner')) = (subject_id IS NOT NULL)),
    ADD CONSTRAINT sessions_token_life CHECK (kind <> 'token' OR expires_at <= created_at + interval '366 days');

-- The one call in front of every request: is the session alive, who acts, and is there a place within the limits.
-- p_kind: 'staff' or 'token' (by p_secret_hash), 'homeowner' (by p_session and p_version), or 'none'.
-- p_windows: rows [when, key prefix, per, limit, seconds] as text; `when` is 'session' or 'no_session', `per` is 'person',
-- 'tenant' or 'address'. Commits by itself, without waiting for the disk: a count may be lost in a crash, not an order.
CREATE OR REPLACE FUNCTION security.admit(p_kind text, p_secret_hash bytea, p_session uuid, p_version integer, p_address text,
    p_windows text[][])
    RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    s record;
    known uuid := p_session;
    state text := 'none';
    person uuid;
    tenant uuid;
    keys text[] := '{}';
    limits integer[] := '{}';
    seconds integer[] := '{}';
    chosen integer[] := '{}';
    spent record;
    answer jsonb := '{}';
BEGIN
    PERFORM set_config('synchronous_commit', 'off', true);
    IF p_kind <> 'none' THEN
        IF p_kind IN ('staff', 'token') THEN
            SELECT x.id INTO known FROM security.sessions x WHERE x.secret_hash = p_secret_hash;
        END IF;
        SELECT x.id, x.entered_tenant_id, x.impersonator_id, x.data, x.seen_at, x.ended_at, x.subject_id,
               x.expires_at <= now() OR x.seen_at + x.idle <= now() AS expired, j.active AND j.version = x.version
               AND (p_version IS NULL OR p_version = x.version)
               AND (x.impersonator_session IS NULL OR security.is_live(x.impersonator_session)) AS current,
               j.role, j.tenant_id, j.development_ids, j.unit_id, j.house_type_code,
               CASE WHEN j.second_factor THEN 'on' WHEN j.needs_second_factor THEN 'missing' ELSE 'off' END AS factor
        INTO s
        FROM security.sessions x JOIN security.subjects j ON j.id = x.subject_id
        WHERE x.id = known AND x.kind = p_kind;
        state := CASE WHEN NOT FOUND THEN 'unknown' WHEN s.ended_at IS NOT NULL OR NOT s.current THEN 'ended'
            WHEN s.expired THEN 'expired' ELSE 'live' END;
    END IF;
    IF state = 'live' THEN
        person := s.subject_id;
        tenant := CASE WHEN s.role = 'super_admin' THEN s.entered_tenant_id ELSE s.tenant_id END;
        answer := jsonb_build_object('session_id', s.id, 'role', s.role, 'tenant_id', tenant, 'subject_id', s.subject_id,
            'development_ids', s.development_ids, 'unit_id', s.unit_id, 'house_type_code', s.house_type_code,
            'impersonator_id', s.impersonator_id, 'data', s.data, 'second_factor', s.factor);
        IF s.seen_at < now() - interval '1 minute' THEN
            UPDATE security.sessions x SET seen_at = now() WHERE x.id = s.id;
        END IF;
    ELSIF state <> 'unknown' AND state <> 'none' THEN
        tenant := s.tenant_id;
    END IF;
    FOR i IN 1..coalesce(array_length(p_windows, 1), 0) LOOP
        CONTINUE WHEN p_windows[i][1] <> CASE WHEN state = 'live' THEN 'session' ELSE 'no_session' END
            OR (p_windows[i][3] = 'tenant' AND tenant IS NULL);
        chosen := chosen || i;
        keys := keys || (p_windows[i][2] || ':' || CASE p_windows[i][3]
            WHEN 'person' THEN person::text WHEN 'tenant' THEN tenant::text ELSE p_address END);
        limits := limits || p_windows[i][4]::integer;
        seconds := seconds || p_windows[i][5]::integer;
    END LOOP;
    IF chosen = '{}' THEN
        RETURN answer || jsonb_build_object('state', state, 'allowed', true);
    END IF;
    SELECT * INTO spent
    FROM security.spend(keys, limits, seconds, coalesce(tenant, '00000000-0000-0000-0000-000000000001'));
    RETURN answer || jsonb_build_object('state', state, 'allowed', spent.allowed, 'tightest', chosen[spent.tightest],
        'remaining', spent.remaining, 'reset_seconds', spent.reset_seconds, 'refusals', spent.refusals);
END $$;

-- Makes a token for the person behind the staff session p_by; a token can therefore not make another, nor can support in
-- the place of somebody. No row for an operator, whose session may enter any tenant, and where p_most live ones stand.
CREATE FUNCTION security.open_token(p_by uuid, p_secret_hash bytea, p_name text, p_permissions jsonb, p_days integer,
    p_most integer, p_proof bytea)
    RETURNS TABLE (id uuid, created_at timestamptz, expires_at timestamptz)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, security, pg_temp AS $$
DECLARE whose uuid;
BEGIN
    PERFORM security.prove('open_token:' || p_by, p_proof);
    SELECT b.subject_id INTO whose FROM security.sessions b WHERE b.id = p_by AND b.kind = 'staff' AND security.is_live(b.id);
    -- Held, so that two requests at once do not both find the last place.
    PERFORM FROM security.subjects j WHERE j.id = whose FOR UPDATE;
    RETURN QUERY
    INSERT INTO security.sessions AS s (kind, tenant_id, subject_id, version, secret_hash, data, device, expires_at)
    SELECT 'token', j.tenant_id, j.id, j.version, p_secret_hash, jsonb_build_object('permissions', p_permissions),
        left(p_name, 120), now() + make_interval(days => p_days)
    FROM security.subjects j
    WHERE j.id = whose AND j.role IN ('admin', 'developer') AND p_most > (
        SELECT count(*) FROM security.sessions t WHERE t.tenant_id = j.tenant_id AND t.subject_id = j.id
            AND t.kind = 'token' AND t.ended_at IS NULL AND t.expires_at > now() AND t.version = j.version)
    RETURNING s.id, s.created_at, s.expires_at;
END $$;

-- The live tokens of the person who acts, newest first.
CREATE FUNCTION security.list_tokens()
    RETURNS TABLE (id uuid, name text, permissions jsonb, created_at timestamptz, seen_at timestamptz,
        expires_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, security, pg_temp AS $$
    SELECT s.id, s.device, s.data->'permissions', s.created_at, nullif(s.seen_at, s.created_at), s.expires_at
    FROM security.sessions s JOIN security.subjects j ON j.id = s.subject_id
    WHERE s.kind = 'token' AND s.subject_id = security.scope_actor() AND s.ended_at IS NULL AND s.expires_at > now()
      AND s.version = j.version AND j.active
    ORDER BY s.created_at DESC, s.id
$$;

GRANT EXECUTE ON FUNCTION security.open_token(uuid, bytea, text, jsonb, integer, integer, bytea), security.list_tokens()
    TO openhouse_super_admin, openhouse_admin, openhouse_developer;

RESET ROLE;
