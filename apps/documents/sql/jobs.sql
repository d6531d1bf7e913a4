SET ROLE openhouse_gate;

-- The tenants that have files waiting whose worker, or whose message, has been lost. Ids of tenants and nothing else: who
-- dispatches then enters each of them with a service session.
CREATE FUNCTION security.tenants_with_lost_jobs(p_proof bytea) RETURNS SETOF uuid
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, security, public, pg_temp AS $$
BEGIN
    PERFORM security.prove('tenants_with_lost_jobs', p_proof);
    RETURN QUERY SELECT DISTINCT v.tenant_id FROM public.document_versions v
    WHERE v.status IN ('queued', 'reading') AND v.lease_until < now();
END $$;

GRANT EXECUTE ON FUNCTION security.tenants_with_lost_jobs(bytea) TO openhouse_app;

RESET ROLE;
