SET ROLE openhouse_gate;

-- Opens a session of p_homeowner for the person behind the staff session p_by, and lives no longer than that. Only an
-- admin of the same tenant or a super_admin, and never for staff; no row when it may not be.
CREATE FUNCTION security.open_impersonation(p_homeowner uuid, p_by uuid, p_reason text, p_read_only boolean,
    p_seconds integer, p_proof bytea)
    RETURNS TABLE (id uuid, version integer, expires_at timestamptz)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, security, pg_temp AS $$
BEGIN
    PERFORM security.prove('impersonate:' || p_homeowner || ':' || p_by, p_proof);
    RETURN QUERY
    INSERT INTO security.sessions AS s (kind, tenant_id, subject_id, version, data, device, reason, impersonator_id,
        impersonator_session, expires_at)
    SELECT 'homeowner', j.tenant_id, j.id, j.version, jsonb_build_object('read_only', p_read_only), 'support', p_reason,
        a.id, b.id, now() + make_interval(secs => p_seconds)
    FROM security.subjects j, security.sessions b JOIN security.subjects a ON a.id = b.subject_id
    WHERE j.id = p_homeowner AND j.role = 'homeowner' AND j.active
      AND b.id = p_by AND b.kind = 'staff' AND security.is_live(b.id)
      AND (a.role = 'super_admin' OR (a.role = 'admin' AND a.tenant_id = j.tenant_id))
    RETURNING s.id, s.version, s.expires_at;
END $$;

-- Ends what the person behind a staff session has open; the sessions that it ended and whose they were.
CREATE FUNCTION security.end_impersonations(p_by uuid, p_proof bytea) RETURNS TABLE (id uuid, subject_id uuid, tenant_id uuid)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, security, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM security.prove('end_impersonations:' || p_by, p_proof);
    RETURN QUERY
    UPDATE security.sessions s SET ended_at = now(), end_reason = 'support stopped'
    WHERE s.impersonator_id = (SELECT b.subject_id FROM security.sessions b WHERE b.id = p_by)
      AND s.ended_at IS NULL AND s.expires_at > now()
    RETURNING s.id, s.subject_id, s.tenant_id;
END $$;

-- When support looked at the home of the homeowner who acts, and why; kept as long as ended sessions are.
CREATE FUNCTION security.list_support_visits()
    RETURNS TABLE (began_at timestamptz, ended_at timestamptz, reason text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, security, pg_temp AS $$
    SELECT s.created_at, least(s.ended_at, s.expires_at), s.reason
    FROM security.sessions s
    WHERE s.subject_id = security.scope_actor() AND s.impersonator_id IS NOT NULL
      AND current_setting('role') = 'openhouse_homeowner'
    ORDER BY s.created_at DESC LIMIT 200
$$;

CREATE INDEX sessions_impersonator ON security.sessions (impersonator_id) WHERE impersonator_id IS NOT NULL;

GRANT EXECUTE ON FUNCTION security.open_impersonation(uuid, uuid, text, boolean, integer, bytea),
    security.end_impersonations(uuid, bytea)
    TO openhouse_app, openhouse_super_admin, openhouse_admin;
GRANT EXECUTE ON FUNCTION security.list_support_visits() TO openhouse_homeowner;

RESET ROLE;
