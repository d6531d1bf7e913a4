SET ROLE openhouse_gate;

-- Counts an error that a browser told of, in the tenant of the caller's verified scope. How often it has been seen; 0 when
-- it is new and the tenant has had p_most new kinds within a day.
CREATE FUNCTION security.note_client_error(p_fingerprint text, p_kind text, p_message text, p_source text, p_stack text,
    p_page text, p_browser text, p_request text, p_most integer, p_proof bytea) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, security, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    whose uuid := coalesce(security.scope_tenant(), '00000000-0000-0000-0000-000000000001');
    seen integer;
BEGIN
    PERFORM security.prove('client_error:' || p_fingerprint, p_proof);
    UPDATE public.client_errors SET count = count + 1, last_seen = now(), page = p_page, browser = p_browser,
        last_request_id = p_request
    WHERE tenant_id = whose AND fingerprint = p_fingerprint RETURNING count INTO seen;
    IF FOUND THEN
        RETURN seen;
    END IF;
    IF (SELECT count(*) FROM public.client_errors
        WHERE tenant_id = whose AND first_seen > now() - interval '1 day') >= p_most THEN
        RETURN 0;
    END IF;
    INSERT INTO public.client_errors AS e (id, tenant_id, fingerprint, kind, message, source, stack, page, browser, count,
        first_seen, last_seen, last_request_id)
    VALUES (gen_random_uuid(), whose, p_fingerprint, p_kind, p_message, p_source, p_stack, p_page, p_browser, 1, now(),
        now(), p_request)
    ON CONFLICT (tenant_id, fingerprint) DO UPDATE SET count = e.count + 1, last_seen = now()
    RETURNING e.count INTO seen;
    RETURN seen;
END $$;

GRANT EXECUTE ON FUNCTION
    security.note_client_error(text, text, text, text, text, text, text, text, integer, bytea)
    TO openhouse_super_admin, openhouse_admin, openhouse_developer, openhouse_homeowner, openhouse_anonymous;

RESET ROLE;
