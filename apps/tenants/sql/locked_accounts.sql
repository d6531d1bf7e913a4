SET ROLE openhouse_gate;

-- What is counted lately for the accounts of these hashes, from whatever addresses.
CREATE FUNCTION security.account_failures(p_accounts bytea[], p_quiet_seconds integer, p_proof bytea)
    RETURNS TABLE (account bytea, key bytea, failures integer, last_at timestamptz)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, security, pg_temp AS $$
BEGIN
    PERFORM security.prove_keys('account_failures', p_accounts, p_proof);
    RETURN QUERY SELECT f.account, f.key, f.failures, f.last_at FROM security.sign_in_failures f
        WHERE f.account = ANY (p_accounts) AND f.last_at > now() - make_interval(secs => p_quiet_seconds);
END $$;

GRANT EXECUTE ON FUNCTION security.account_failures(bytea[], integer, bytea) TO openhouse_super_admin, openhouse_admin;

RESET ROLE;
