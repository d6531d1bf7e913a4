-- Residents who are signed in now, within the caller's verified scope, support's looks left out: who, and in which home.
-- One branch for each role, so that each is read by the index that leads with the tenant.

SET ROLE openhouse_gate;

CREATE FUNCTION security.signed_in_residents() RETURNS TABLE (subject_id uuid, unit_id uuid)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, security, pg_temp AS $$
#variable_conflict use_column
DECLARE
    tenant uuid := security.scope_tenant();
    developments uuid[] := security.scope_developments();
BEGIN
    IF security.scope_is_platform() THEN
        RETURN QUERY SELECT DISTINCT j.id, j.unit_id
        FROM security.sessions s JOIN security.subjects j ON j.id = s.subject_id
        WHERE s.kind = 'homeowner' AND s.ended_at IS NULL AND s.expires_at > now() AND s.impersonator_id IS NULL
          AND s.version = j.version AND j.active;
    ELSIF current_setting('role') IN ('openhouse_admin', 'openhouse_developer', 'openhouse_service') THEN
        RETURN QUERY SELECT DISTINCT j.id, j.unit_id
        FROM security.sessions s JOIN security.subjects j ON j.id = s.subject_id
        WHERE s.tenant_id = tenant AND s.kind = 'homeowner' AND s.ended_at IS NULL AND s.expires_at > now()
          AND s.impersonator_id IS NULL AND s.version = j.version AND j.active
          AND (current_setting('role') <> 'openhouse_developer' OR j.development_ids && developments);
    END IF;
END $$;

GRANT EXECUTE ON FUNCTION security.signed_in_residents()
    TO openhouse_super_admin, openhouse_admin, openhouse_developer, openhouse_service;

RESET ROLE;
