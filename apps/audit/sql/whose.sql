SET ROLE openhouse_gate;

-- Whose object an id names, whichever tenant it is of; no row for an id that names nothing. Only for the trail, so it asks
-- for a proof: without one it would tell injected SQL what exists. The tables are made by later migrations.
CREATE FUNCTION security.whose(p_id uuid, p_proof bytea)
    RETURNS TABLE (kind text, tenant_id uuid, development_ids uuid[], unit_id uuid)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, security, public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM security.prove('whose:' || p_id, p_proof);
    RETURN QUERY
    SELECT 'developments.development', d.tenant_id, ARRAY[d.id], NULL::uuid FROM public.developments d WHERE d.id = p_id
    UNION ALL
    SELECT 'developments.unit', u.tenant_id, ARRAY[u.development_id], u.id FROM public.units u WHERE u.id = p_id
    UNION ALL
    SELECT 'documents.document', d.tenant_id, ARRAY[d.development_id], NULL FROM public.documents d WHERE d.id = p_id
    UNION ALL
    SELECT CASE j.role WHEN 'homeowner' THEN 'homeowners.homeowner' ELSE 'tenants.staff' END, j.tenant_id,
        j.development_ids, j.unit_id
    FROM security.subjects j WHERE j.id = p_id
    UNION ALL
    SELECT 'session', s.tenant_id, j.development_ids, j.unit_id
    FROM security.sessions s JOIN security.subjects j ON j.id = s.subject_id WHERE s.id = p_id;
END $$;

GRANT EXECUTE ON FUNCTION security.whose(uuid, bytea) TO openhouse_app;

RESET ROLE;
