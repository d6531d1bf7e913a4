SET ROLE openhouse_gate;

-- The vectors that one model made of the passages of a development, as far as the verified scope reaches, each behind the 16
-- bytes of its chunk's id. A homeowner's house type is the scope's, whatever the argument says; others see one type, or all
-- with NULL. `work_mem` keeps 50,000 of them off the disk on their way.
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

-- The tenants that have published passages which a model has not seen. Ids of tenants and nothing else: who dispatches
-- then enters each of them with a service session.
CREATE FUNCTION security.tenants_without_vectors(p_model text, p_proof bytea) RETURNS SETOF uuid
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, security, public, pg_temp AS $$
BEGIN
    PERFORM security.prove('tenants_without_vectors:' || p_model, p_proof);
    RETURN QUERY SELECT DISTINCT d.tenant_id FROM public.documents d
    JOIN public.document_versions v ON v.tenant_id = d.tenant_id AND v.id = d.current_version_id
    WHERE v.embedded_by <> p_model;
END $$;

GRANT EXECUTE ON FUNCTION security.search_vectors(uuid, text, text)
    TO openhouse_super_admin, openhouse_admin, openhouse_developer, openhouse_homeowner, openhouse_service;
GRANT EXECUTE ON FUNCTION security.tenants_without_vectors(text, bytea) TO openhouse_app;

RESET ROLE;
