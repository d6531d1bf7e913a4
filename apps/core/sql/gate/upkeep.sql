SET ROLE openhouse_gate;

-- The limits of the caller's verified scope that were spent lately: a tenant's for its admin, all for the platform.
CREATE FUNCTION security.list_limits()
    RETURNS TABLE (key text, tenant_id uuid, hits timestamptz[], refused integer, refused_at timestamptz, counted integer,
        ends_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, security, public, pg_temp AS $$
    SELECT r.key, r.tenant_id, r.hits, r.refused, r.refused_at, r.counted, r.ends_at
    FROM public.rate_limits r
    WHERE r.last_hit > now() - interval '1 hour'
      AND CASE current_setting('role')
          WHEN 'openhouse_super_admin' THEN security.scope_is_platform()
          WHEN 'openhouse_admin' THEN r.tenant_id = security.scope_tenant()
          ELSE false END
    ORDER BY r.last_hit DESC
    LIMIT 10000
$$;

-- Removes limits that no window looks back at any more; how many. With p_dry_run only counts them.
CREATE FUNCTION security.prune_limits(p_dry_run boolean, p_proof bytea) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, security, public, pg_temp AS $$
DECLARE found bigint;
BEGIN
    PERFORM security.prove('prune_limits', p_proof);
    IF p_dry_run THEN
        SELECT count(*) INTO found FROM public.rate_limits WHERE last_hit < now() - interval '1 day';
    ELSE
        DELETE FROM public.rate_limits WHERE last_hit < now() - interval '1 day' AND coalesce(ends_at, now()) <= now();
        GET DIAGNOSTICS found = ROW_COUNT;
    END IF;
    RETURN found;
END $$;

-- Removes sessions that ended or expired longer ago than p_keep; how many.
CREATE FUNCTION security.prune_sessions(p_keep interval, p_proof bytea) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, security, pg_temp AS $$
DECLARE found bigint;
BEGIN
    PERFORM security.prove('prune_sessions:' || p_keep, p_proof);
    DELETE FROM security.sessions
    WHERE least(ended_at, expires_at) < now()
        - CASE WHEN kind IN ('service', 'platform') THEN interval '1 hour' ELSE p_keep END;
    GET DIAGNOSTICS found = ROW_COUNT;
    RETURN found;
END $$;

GRANT EXECUTE ON FUNCTION security.list_limits() TO openhouse_super_admin, openhouse_admin;
GRANT EXECUTE ON FUNCTION security.prune_limits(boolean, bytea), security.prune_sessions(interval, bytea)
    TO openhouse_app;

RESET ROLE;
