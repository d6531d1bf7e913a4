SET ROLE openhouse_gate;

-- What was answered to a request that carried an Idempotency-Key, for a day. A key is one person's; it stands as a hash.
CREATE TABLE security.answers (
    tenant_id uuid NOT NULL,
    subject_id uuid NOT NULL REFERENCES security.subjects ON DELETE CASCADE,
    key text NOT NULL CHECK (length(key) = 64),
    route text NOT NULL,
    fingerprint bytea NOT NULL,
    status integer NOT NULL,
    body text NOT NULL,
    location text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, subject_id, key)
);
CREATE INDEX answers_age ON security.answers (created_at);
ALTER TABLE security.answers ENABLE ROW LEVEL SECURITY;
ALTER TABLE security.answers FORCE ROW LEVEL SECURITY;
CREATE POLICY gate_only ON security.answers TO openhouse_gate USING (true) WITH CHECK (true);

-- Takes a key for the rest of this transaction, for the person who acts. outcome: new; known (what was answered follows);
-- running (another transaction has had it for longer than it is waited for here). The lock goes with the transaction, after the answer can be seen: so of requests at
-- once exactly one is carried out, and one that fails leaves the key free.
CREATE FUNCTION security.claim_answer(p_key text)
    RETURNS TABLE (outcome text, fingerprint bytea, status integer, body text, location text)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, security, pg_temp SET lock_timeout = '3s' AS $$
#variable_conflict use_column
DECLARE
    person uuid := security.scope_actor();
    tenant uuid := coalesce(security.scope_tenant(), '00000000-0000-0000-0000-000000000001');
BEGIN
    IF person IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'nobody acts';
    END IF;
    BEGIN
        PERFORM pg_advisory_xact_lock(hashtextextended(concat_ws(':', 'answer', tenant, person, p_key), 0));
    EXCEPTION WHEN lock_not_available THEN
        RETURN QUERY SELECT 'running', NULL::bytea, NULL::integer, NULL::text, NULL::text;
        RETURN;
    END;
    RETURN QUERY SELECT 'known', a.fingerprint, a.status, a.body, a.location FROM security.answers a
        WHERE a.tenant_id = tenant AND a.subject_id = person AND a.key = p_key AND a.created_at > now() - interval '24 hours';
    IF NOT FOUND THEN
        RETURN QUERY SELECT 'new', NULL::bytea, NULL::integer, NULL::text, NULL::text;
    END IF;
END $$;

-- Keeps what is answered, in the transaction that did what it tells of. It takes the place of an answer of an earlier day.
CREATE FUNCTION security.keep_answer(p_key text, p_route text, p_fingerprint bytea, p_status integer, p_body text,
    p_location text, p_proof bytea) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, security, pg_temp AS $$
BEGIN
    PERFORM security.prove('answer:' || p_key, p_proof);
    INSERT INTO security.answers AS a (tenant_id, subject_id, key, route, fingerprint, status, body, location)
    VALUES (coalesce(security.scope_tenant(), '00000000-0000-0000-0000-000000000001'), security.scope_actor(), p_key, p_route,
        p_fingerprint, p_status, p_body, p_location)
    ON CONFLICT (tenant_id, subject_id, key) DO UPDATE SET route = excluded.route, fingerprint = excluded.fingerprint,
        status = excluded.status, body = excluded.body, location = excluded.location, created_at = excluded.created_at;
END $$;

-- Removes what is older than a day; how many.
CREATE FUNCTION security.prune_answers(p_proof bytea) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, security, pg_temp AS $$
DECLARE found bigint;
BEGIN
    PERFORM security.prove('prune_answers', p_proof);
    DELETE FROM security.answers WHERE created_at < now() - interval '24 hours';
    GET DIAGNOSTICS found = ROW_COUNT;
    RETURN found;
END $$;

GRANT EXECUTE ON FUNCTION security.claim_answer(text),
    security.keep_answer(text, text, bytea, integer, text, text, bytea)
    TO openhouse_super_admin, openhouse_admin, openhouse_developer;
GRANT EXECUTE ON FUNCTION security.prune_answers(bytea) TO openhouse_app;

RESET ROLE;
