SET ROLE openhouse_gate;

-- Whether the verified scope of this transaction reaches the development; NULL-safe, so no scope reaches nothing.
CREATE FUNCTION security.scope_reaches(p_tenant uuid, p_development uuid) RETURNS boolean
    LANGUAGE sql STABLE SET search_path = pg_catalog, security, pg_temp AS $$
    SELECT coalesce(CASE (security.scope())[3]
        WHEN 'openhouse_super_admin' THEN true
        WHEN 'openhouse_admin' THEN p_tenant = security.scope_tenant()
        WHEN 'openhouse_service' THEN p_tenant = security.scope_tenant()
        WHEN 'openhouse_developer' THEN p_tenant = security.scope_tenant()
            AND p_development = ANY (security.scope_developments())
        WHEN 'openhouse_homeowner' THEN p_tenant = security.scope_tenant()
            AND p_development = ANY (security.scope_developments())
        END, false)
$$;

-- The tenant of a development that the verified scope reaches; NULL for any other.
CREATE FUNCTION security.reached_tenant(p_development uuid) RETURNS uuid
    LANGUAGE sql STABLE SET search_path = pg_catalog, security, public, pg_temp AS $$
    SELECT d.tenant_id FROM public.developments d
    WHERE d.id = p_development AND security.scope_reaches(d.tenant_id, d.id)
$$;

-- Counts again in how many chunks of a development each word stands. The row of the empty term holds the number of
-- chunks and the sum of their lengths. One rebuild at a time for one development, until its transaction ends.
CREATE FUNCTION security.rebuild_frequencies(p_development uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, security, public, pg_temp AS $$
DECLARE
    tenant uuid := security.reached_tenant(p_development);
    slice text := format('SELECT tsv FROM public.doc_chunks WHERE tenant_id = %L AND development_id = %L', tenant,
        p_development);
BEGIN
    IF tenant IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'development out of reach';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('term_frequencies'), hashtext(p_development::text));
    DELETE FROM public.term_frequencies WHERE tenant_id = tenant AND development_id = p_development;
    INSERT INTO public.term_frequencies (id, tenant_id, development_id, term, chunks, words)
    SELECT gen_random_uuid(), tenant, p_development, word, ndoc, nentry FROM ts_stat(slice) WHERE length(word) <= 200
    UNION ALL
    SELECT gen_random_uuid(), tenant, p_development, '', count(*), coalesce(sum(n_terms), 0)
    FROM public.doc_chunks WHERE tenant_id = tenant AND development_id = p_development;
END $$;

GRANT EXECUTE ON FUNCTION security.rebuild_frequencies(uuid)
    TO openhouse_super_admin, openhouse_admin, openhouse_developer, openhouse_service;

RESET ROLE;
