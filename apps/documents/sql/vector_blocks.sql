SET ROLE openhouse_gate;

DROP FUNCTION security.search_vectors(uuid, text, text);

-- The blocks of vectors that one model made of the passages of a development, as far as the verified scope reaches. A
-- homeowner's house type is the scope's, whatever the argument says; others see one type, or all with NULL. Blocks that the
-- caller knows come without their vectors. The others' are returned bare: each is read from where it lies when its turn has
-- come.
CREATE FUNCTION security.search_vectors(p_development uuid, p_house_type text, p_model text, p_known uuid[])
    RETURNS TABLE (id uuid, vectors bytea)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, security, public, pg_temp AS $$
DECLARE
    tenant uuid := security.reached_tenant(p_development);
    own boolean := current_setting('role') = 'openhouse_homeowner';
    house_type text := CASE WHEN own THEN security.scope_house_type() ELSE p_house_type END;
BEGIN
    RETURN QUERY SELECT b.id, CASE WHEN b.id = ANY (p_known) THEN NULL ELSE b.vectors END FROM public.vector_blocks b
    WHERE b.tenant_id = tenant AND b.development_id = p_development AND b.model = p_model
      AND (b.house_type_code IS NULL OR b.house_type_code = house_type OR (house_type IS NULL AND NOT own));
END $$;

GRANT EXECUTE ON FUNCTION security.search_vectors(uuid, text, text, uuid[])
    TO openhouse_super_admin, openhouse_admin, openhouse_developer, openhouse_homeowner, openhouse_service;

RESET ROLE;

-- They do not get smaller, and trying takes time.
ALTER TABLE vector_blocks ALTER COLUMN vectors SET STORAGE EXTERNAL;
-- All passages are embedded anew, in the background.
UPDATE document_versions SET embedded_by = '';
