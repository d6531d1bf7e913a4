SET ROLE openhouse_gate;

-- Gives a key all its places back, within the caller's verified scope: a tenant's for its admin, all for the platform.
-- Whether there was such a key.
CREATE FUNCTION security.forget_limit(p_key text, p_proof bytea) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, security, public, pg_temp AS $$
BEGIN
    PERFORM security.prove('forget_limit:' || p_key, p_proof);
    DELETE FROM public.rate_limits r
    WHERE r.key = p_key
      AND CASE current_setting('role')
          WHEN 'openhouse_super_admin' THEN security.scope_is_platform()
          WHEN 'openhouse_admin' THEN r.tenant_id = security.scope_tenant()
          ELSE false END;
    RETURN FOUND;
END $$;

GRANT EXECUTE ON FUNCTION security.forget_limit(text, bytea) TO openhouse_super_admin, openhouse_admin;

RESET ROLE;
