SET ROLE openhouse_gate;

-- The tenants that have an import whose worker, or whose message, has been lost, or whose rows are to be forgotten. Ids of
-- tenants and nothing else: who dispatches then enters each of them with a service session.
CREATE FUNCTION security.tenants_with_imports_due(p_proof bytea) RETURNS SETOF uuid
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, security, public, pg_temp AS $$
BEGIN
    PERFORM security.prove('tenants_with_imports_due', p_proof);
    RETURN QUERY SELECT i.tenant_id FROM public.home_imports i
    WHERE i.state IN ('queued', 'running') AND i.lease_until < now()
    UNION SELECT i.tenant_id FROM public.home_imports i WHERE i.forget_at < now();
END $$;

GRANT EXECUTE ON FUNCTION security.tenants_with_imports_due(bytea) TO openhouse_app;

RESET ROLE;
