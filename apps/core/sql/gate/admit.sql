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
    OUT refusals integer)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, security, pg_temp AS $$
DECLARE
    s record;
    person uuid;
    chosen integer[];
BEGIN
    PERFORM set_config('synchronous_commit', 'off', true);
    state := 'none';
    IF p_kind <> 'none' THEN
        SELECT x.id, x.entered_tenant_id, x.impersonator_id AS by_id, x.data AS stored, x.seen_at, x.ended_at, x.subject_id AS person,
               x.expires_at <= now() OR x.seen_at + x.idle <= now() AS expired, j.active AND j.version = x.version
               AND (p_version IS NULL OR p_version = x.version)
               AND (x.impersonator_session IS NULL OR security.is_live(x.impersonator_session)) AS current,
               j.role AS r, j.tenant_id AS t, j.development_ids AS d, j.unit_id AS u, j.house_type_code AS h
        INTO s
        FROM security.sessions x JOIN security.subjects j ON j.id = x.subject_id
        WHERE x.kind = p_kind
          AND CASE p_kind WHEN 'staff' THEN x.secret_hash = p_secret_hash ELSE x.id = p_session END;
        state := CASE WHEN NOT FOUND THEN 'unknown' WHEN s.ended_at IS NOT NULL OR NOT s.current THEN 'ended'
            WHEN s.expired THEN 'expired' ELSE 'live' END;
    END IF;
    IF state = 'live' THEN
        session_id := s.id; role := s.r; person := s.person; subject_id := person; development_ids := s.d; unit_id := s.u;
        house_type_code := s.h; impersonator_id := s.by_id; data := s.stored;
        tenant_id := CASE WHEN s.r = 'super_admin' THEN s.entered_tenant_id ELSE s.t END;
        IF s.seen_at < now() - interval '1 minute' THEN
            UPDATE security.sessions x SET seen_at = now() WHERE x.id = s.id;
        END IF;
    ELSIF state <> 'unknown' AND state <> 'none' THEN
        session_id := s.id; tenant_id := s.t; subject_id := s.person;
    END IF;
    SELECT array_agg(i ORDER BY i) INTO chosen FROM generate_subscripts(p_windows, 1) i
    WHERE p_windows[i][1] = CASE WHEN state = 'live' THEN 'session' ELSE 'no_session' END
      AND (p_windows[i][3] <> 'tenant' OR tenant_id IS NOT NULL);
    IF chosen IS NULL THEN
        allowed := true;
        RETURN;
    END IF;
    SELECT q.allowed, chosen[q.tightest], q.remaining, q.reset_seconds, q.refusals
    INTO allowed, tightest, remaining, reset_seconds, refusals
    FROM security.spend(
        (SELECT array_agg(p_windows[i][2] || ':' || CASE p_windows[i][3] WHEN 'person' THEN person::text
            WHEN 'tenant' THEN tenant_id::text ELSE p_address END ORDER BY i) FROM unnest(chosen) i),
        (SELECT array_agg(p_windows[i][4]::integer ORDER BY i) FROM unnest(chosen) i),
        (SELECT array_agg(p_windows[i][5]::integer ORDER BY i) FROM unnest(chosen) i),
        coalesce(tenant_id, '00000000-0000-0000-0000-000000000001')) q;
END $$;

GRANT EXECUTE ON FUNCTION security.admit(text, bytea, uuid, integer, text, text[]) TO openhouse_app;

RESET ROLE;
