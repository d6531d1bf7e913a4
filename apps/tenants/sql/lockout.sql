SET ROLE openhouse_gate;

-- Failed sign-ins since the last quiet time, under keyed hashes: neither an address nor a name is kept. `account` is the
-- hash of the name alone, where the key has one, so that an account can be unlocked whatever addresses tried it.
CREATE TABLE security.sign_in_failures (
    key bytea PRIMARY KEY CHECK (length(key) = 32),
    account bytea CHECK (length(account) = 32),
    failures integer NOT NULL,
    last_at timestamptz NOT NULL
);
CREATE INDEX sign_in_failures_account ON security.sign_in_failures (account) WHERE account IS NOT NULL;
CREATE INDEX sign_in_failures_age ON security.sign_in_failures (last_at);
ALTER TABLE security.sign_in_failures ENABLE ROW LEVEL SECURITY;
ALTER TABLE security.sign_in_failures FORCE ROW LEVEL SECURITY;
CREATE POLICY gate_only ON security.sign_in_failures TO openhouse_gate USING (true) WITH CHECK (true);

CREATE FUNCTION security.prove_keys(p_call text, p_keys bytea[], p_proof bytea) RETURNS void
    LANGUAGE sql STABLE SET search_path = pg_catalog, security, pg_temp AS $$
    SELECT security.prove(p_call || ':' || string_agg(encode(k, 'hex'), ',' ORDER BY n), p_proof)
    FROM unnest(p_keys) WITH ORDINALITY keys (k, n)
$$;

-- Adds one failure to each key, atomically; what each stands at. Rows are taken in one order, so no two calls deadlock.
-- Takes the opportunity to remove some that are long past.
CREATE FUNCTION security.count_failure(p_keys bytea[], p_accounts bytea[], p_quiet_seconds integer, p_proof bytea)
    RETURNS integer[]
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, security, pg_temp AS $$
DECLARE counts integer[];
BEGIN
    PERFORM security.prove_keys('count_failure', p_keys, p_proof);
    DELETE FROM security.sign_in_failures f WHERE f.key IN (SELECT o.key FROM security.sign_in_failures o
        WHERE o.last_at < now() - make_interval(secs => p_quiet_seconds) - interval '1 day' LIMIT 10
        FOR UPDATE SKIP LOCKED);
    WITH counted AS (
        INSERT INTO security.sign_in_failures AS f (key, account, failures, last_at)
        SELECT k, a, 1, clock_timestamp() FROM unnest(p_keys, p_accounts) given (k, a) ORDER BY k
        ON CONFLICT (key) DO UPDATE SET last_at = clock_timestamp(), failures = 1 + CASE
            WHEN f.last_at > clock_timestamp() - make_interval(secs => p_quiet_seconds) THEN f.failures ELSE 0 END
        RETURNING f.key, f.failures)
    SELECT array_agg(c.failures ORDER BY n) INTO counts
    FROM unnest(p_keys) WITH ORDINALITY keys (k, n) JOIN counted c ON c.key = k;
    RETURN counts;
END $$;

CREATE FUNCTION security.read_failures(p_keys bytea[], p_quiet_seconds integer, p_proof bytea) RETURNS integer[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, security, pg_temp AS $$
BEGIN
    PERFORM security.prove_keys('read_failures', p_keys, p_proof);
    RETURN (SELECT array_agg(coalesce(f.failures, 0) ORDER BY n)
        FROM unnest(p_keys) WITH ORDINALITY keys (k, n) LEFT JOIN security.sign_in_failures f
            ON f.key = k AND f.last_at > now() - make_interval(secs => p_quiet_seconds));
END $$;

-- Forgets what stands under any of the keys or belongs to any of the accounts; how many counters that were.
CREATE FUNCTION security.forget_failures(p_keys bytea[], p_proof bytea) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, security, pg_temp AS $$
DECLARE found integer;
BEGIN
    PERFORM security.prove_keys('forget_failures', p_keys, p_proof);
    DELETE FROM security.sign_in_failures WHERE key = ANY (p_keys) OR account = ANY (p_keys);
    GET DIAGNOSTICS found = ROW_COUNT;
    RETURN found;
END $$;

GRANT EXECUTE ON FUNCTION security.count_failure(bytea[], bytea[], integer, bytea),
    security.read_failures(bytea[], integer, bytea)
    TO openhouse_app;
GRANT EXECUTE ON FUNCTION security.forget_failures(bytea[], bytea)
    TO openhouse_app, openhouse_super_admin, openhouse_admin;

RESET ROLE;
