SET ROLE openhouse_gate;

-- The address is part of the fingerprint, and nothing asks for it alone.
DROP FUNCTION security.keep_answer(text, text, bytea, integer, text, text, bytea);
ALTER TABLE security.answers DROP COLUMN route;

-- Keeps what is answered, in the transaction that did what it tells of. It takes the place of an answer of an earlier day.
CREATE FUNCTION security.keep_answer(p_key text, p_fingerprint bytea, p_status integer, p_body text, p_location text,
    p_proof bytea) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, security, pg_temp AS $$
BEGIN
    PERFORM security.prove('answer:' || p_key, p_proof);
    INSERT INTO security.answers AS a (tenant_id, subject_id, key, fingerprint, status, body, location)
    VALUES (coalesce(security.scope_tenant(), '00000000-0000-0000-0000-000000000001'), security.scope_actor(), p_key,
        p_fingerprint, p_status, p_body, p_location)
    ON CONFLICT (tenant_id, subject_id, key) DO UPDATE SET fingerprint = excluded.fingerprint, status = excluded.status,
        body = excluded.body, location = excluded.location, created_at = excluded.created_at;
END $$;

GRANT EXECUTE ON FUNCTION security.keep_answer(text, bytea, integer, text, text, bytea)
    TO openhouse_super_admin, openhouse_admin, openhouse_developer;

RESET ROLE;
