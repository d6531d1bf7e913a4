SET ROLE openhouse_gate;

-- Every function here that makes, moves or ends a session for somebody else asks for a proof.

CREATE FUNCTION security.open_session(p_kind text, p_subject uuid, p_secret_hash bytea, p_refresh_jti uuid,
    p_data jsonb, p_device text, p_address inet, p_seconds integer, p_idle_seconds integer, p_proof bytea)
    RETURNS TABLE (id uuid, version integer)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, security, pg_temp AS $$
BEGIN
    PERFORM security.prove('open:' || p_kind || ':' || p_subject, p_proof);
    RETURN QUERY
    INSERT INTO security.sessions AS s (kind, tenant_id, subject_id, version, secret_hash, refresh_jti, data, device,
        address, expires_at, idle)
    SELECT p_kind, j.tenant_id, j.id, j.version, p_secret_hash, p_refresh_jti, p_data, left(p_device, 120), p_address,
        now() + make_interval(secs => p_seconds), make_interval(secs => p_idle_seconds)
    FROM security.subjects j
    WHERE j.id = p_subject AND j.active AND (p_kind = 'homeowner') = (j.role = 'homeowner')
    RETURNING s.id, s.version;
END $$;

-- A session for work without a person. Inside a tenant's scope only that tenant can be named.
CREATE FUNCTION security.open_service(p_tenant uuid, p_reason text, p_seconds integer, p_proof bytea) RETURNS uuid
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, security, pg_temp AS $$
DECLARE opened uuid;
BEGIN
    PERFORM security.prove('service:' || coalesce(p_tenant::text, 'platform') || ':' || p_reason, p_proof);
    IF security.scope_tenant() IS DISTINCT FROM p_tenant AND security.scope_tenant() IS NOT NULL
        AND current_setting('role') <> 'openhouse_anonymous' THEN
        RAISE insufficient_privilege USING MESSAGE = 'service session of another tenant';
    END IF;
    INSERT INTO security.sessions (kind, tenant_id, reason, expires_at)
    VALUES (CASE WHEN p_tenant IS NULL THEN 'platform' ELSE 'service' END,
        coalesce(p_tenant, '00000000-0000-0000-0000-000000000001'), p_reason, now() + make_interval(secs => p_seconds))
    RETURNING id INTO opened;
    RETURN opened;
END $$;

CREATE FUNCTION security.end_session(p_session uuid, p_reason text, p_proof bytea) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, security, pg_temp AS $$
BEGIN
    PERFORM security.prove('end:' || p_session, p_proof);
    UPDATE security.sessions SET ended_at = now(), end_reason = p_reason
    WHERE id = p_session AND ended_at IS NULL AND kind <> 'anonymous';
    RETURN FOUND;
END $$;

-- Replaces the data of a staff session and, on a change of key, its secret.
CREATE FUNCTION security.save_session(p_session uuid, p_data jsonb, p_secret_hash bytea, p_proof bytea)
    RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, security, pg_temp AS $$
BEGIN
    PERFORM security.prove('save:' || p_session, p_proof);
    UPDATE security.sessions SET data = p_data, secret_hash = coalesce(p_secret_hash, secret_hash)
    WHERE id = p_session AND ended_at IS NULL AND kind = 'staff';
    RETURN FOUND;
END $$;

-- Lets one session outlive a change that its own person has just made in this transaction: the others stay one version
-- behind. A change by somebody else makes it two, and then this one ends too.
CREATE FUNCTION security.keep_session(p_session uuid, p_proof bytea) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, security, pg_temp AS $$
BEGIN
    PERFORM security.prove('keep:' || p_session, p_proof);
    UPDATE security.sessions s SET version = j.version
    FROM security.subjects j
    WHERE s.id = p_session AND s.ended_at IS NULL AND j.id = s.subject_id AND j.version = s.version + 1;
    RETURN FOUND;
END $$;

-- Sets the tenant a super_admin works inside; NULL leaves it.
CREATE FUNCTION security.enter_tenant(p_session uuid, p_tenant uuid, p_proof bytea) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, security, pg_temp AS $$
BEGIN
    PERFORM security.prove('enter_tenant:' || p_session || ':' || coalesce(p_tenant::text, ''), p_proof);
    UPDATE security.sessions s SET entered_tenant_id = p_tenant
    FROM security.subjects j
    WHERE s.id = p_session AND s.ended_at IS NULL AND j.id = s.subject_id AND j.role = 'super_admin';
    RETURN FOUND;
END $$;

-- Rotates a homeowner's refresh token. outcome: rotated; retried (the same request asked again within 10 s and gets the
-- same successor); busy (another request of the same moment won); replayed (the session has been ended); ended.
CREATE FUNCTION security.rotate_refresh(p_session uuid, p_jti uuid, p_successor uuid, p_request text, p_address inet,
    p_proof bytea)
    RETURNS TABLE (outcome text, jti uuid, subject_id uuid, tenant_id uuid, version integer, expires_at timestamptz)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, security, pg_temp AS $$
#variable_conflict use_column
DECLARE
    s security.sessions;
    j security.subjects;
BEGIN
    PERFORM security.prove('rotate:' || p_session || ':' || p_jti, p_proof);
    SELECT * INTO s FROM security.sessions WHERE id = p_session AND kind = 'homeowner' FOR UPDATE;
    SELECT * INTO j FROM security.subjects WHERE id = s.subject_id;
    outcome := CASE
        WHEN s.id IS NULL OR s.ended_at IS NOT NULL OR s.expires_at <= now() OR NOT j.active
            OR j.version <> s.version THEN 'ended'
        WHEN s.refresh_jti = p_jti THEN 'rotated'
        WHEN s.previous_jti = p_jti AND s.rotated_at > now() - interval '10 s' AND s.address IS NOT DISTINCT FROM p_address
            THEN CASE WHEN s.rotation_request = p_request THEN 'retried' ELSE 'busy' END
        ELSE 'replayed' END;
    IF outcome = 'rotated' THEN
        UPDATE security.sessions SET refresh_jti = p_successor, previous_jti = p_jti, rotated_at = clock_timestamp(),
            rotation_request = p_request, address = p_address, seen_at = now()
        WHERE id = p_session;
    ELSIF outcome = 'replayed' THEN
        UPDATE security.sessions SET ended_at = now(), end_reason = 'replayed' WHERE id = p_session;
    END IF;
    jti := CASE outcome WHEN 'rotated' THEN p_successor WHEN 'retried' THEN s.refresh_jti END;
    subject_id := s.subject_id; tenant_id := s.tenant_id; version := s.version; expires_at := s.expires_at;
    RETURN NEXT;
END $$;

-- The live sessions inside the caller's verified scope: one's own, a builder's developments', an admin's tenant's.
CREATE FUNCTION security.list_sessions()
    RETURNS TABLE (id uuid, kind text, tenant_id uuid, subject_id uuid, unit_id uuid, device text, address inet,
        created_at timestamptz, seen_at timestamptz, expires_at timestamptz, current boolean, support boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, security, pg_temp AS $$
    WITH me AS MATERIALIZED (
        SELECT current_setting('role') AS role, security.scope_session() AS session, security.scope_actor() AS actor,
            security.scope_tenant() AS tenant, security.scope_developments() AS developments,
            security.scope_is_platform() AS platform)
    SELECT s.id, s.kind, s.tenant_id, s.subject_id, j.unit_id, s.device, s.address, s.created_at, s.seen_at,
           s.expires_at, s.id = me.session, s.impersonator_id IS NOT NULL
    FROM me, security.sessions s JOIN security.subjects j ON j.id = s.subject_id
    WHERE s.ended_at IS NULL AND s.expires_at > now() AND (s.idle IS NULL OR s.seen_at + s.idle > now())
      AND s.version = j.version AND j.active
      AND (j.id = me.actor OR CASE me.role
          WHEN 'openhouse_super_admin' THEN me.platform
          WHEN 'openhouse_admin' THEN s.tenant_id = me.tenant
          WHEN 'openhouse_developer' THEN s.tenant_id = me.tenant AND j.role = 'homeowner'
              AND j.development_ids && me.developments
          ELSE false END)
$$;

GRANT EXECUTE ON FUNCTION
    security.open_session(text, uuid, bytea, uuid, jsonb, text, inet, integer, integer, bytea),
    security.open_service(uuid, text, integer, bytea),
    security.end_session(uuid, text, bytea),
    security.save_session(uuid, jsonb, bytea, bytea),
    security.enter_tenant(uuid, uuid, bytea),
    security.rotate_refresh(uuid, uuid, uuid, text, inet, bytea)
    TO openhouse_app, openhouse_super_admin, openhouse_admin, openhouse_developer, openhouse_homeowner,
       openhouse_service, openhouse_anonymous;
GRANT EXECUTE ON FUNCTION security.keep_session(uuid, bytea) TO openhouse_super_admin;
GRANT EXECUTE ON FUNCTION security.list_sessions()
    TO openhouse_super_admin, openhouse_admin, openhouse_developer, openhouse_homeowner;

RESET ROLE;
