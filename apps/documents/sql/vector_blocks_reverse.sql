UPDATE document_versions SET embedded_by = '';

SET ROLE openhouse_gate;

DROP FUNCTION security.search_vectors(uuid, text, text, uuid[]);

CREATE FUNCTION security.search_vectors(p_development uuid, p_house_type text, p_model text) RETURNS SETOF bytea
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, security, public, pg_temp
    SET work_mem = '64MB' AS $$
DECLARE
    tenant uuid := security.reached_tenant(p_development);
    own boolean := current_setting('role') = 'openhouse_homeowner';
    house_type text := CASE WHEN own THEN security.scope_house_type() ELSE p_house_type END;
BEGIN
    RETURN QUERY SELECT uuid_send(e.chunk_id) || e.vector
    FROM public.chunk_embeddings e
    WHERE e.tenant_id = tenant AND e.development_id = p_development AND e.model = p_model
      AND (e.house_type_code IS NULL OR e.house_type_code = house_type OR (house_type IS NULL AND NOT own));
END $$;

GRANT EXECUTE ON FUNCTION security.search_vectors(uuid, text, text)
    TO openhouse_super_admin, openhouse_admin, openhouse_developer, openhouse_homeowner, openhouse_service;

RESET ROLE;
