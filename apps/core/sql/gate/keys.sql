SET ROLE openhouse_gate;

CREATE FUNCTION security.xor_pad(p_key bytea, p_pad integer) RETURNS bytea
    LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE padded bytea := '\x';
BEGIN
    FOR i IN 0..63 LOOP
        padded := padded || decode(lpad(to_hex(
            p_pad # CASE WHEN i < length(p_key) THEN get_byte(p_key, i) ELSE 0 END), 2, '0'), 'hex');
    END LOOP;
    RETURN padded;
END $$;

-- Stores HMAC key `p_name` (RFC 2104; longer keys are hashed first).
CREATE FUNCTION security.put_key(p_name text, p_key bytea) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, security, pg_temp AS $$
    WITH k AS (SELECT CASE WHEN length(p_key) > 64 THEN sha256(p_key) ELSE p_key END AS key)
    INSERT INTO security.keys (name, ipad, opad)
    SELECT p_name, security.xor_pad(key, 54), security.xor_pad(key, 92) FROM k
    ON CONFLICT (name) DO UPDATE SET ipad = excluded.ipad, opad = excluded.opad
$$;
GRANT EXECUTE ON FUNCTION security.put_key(text, bytea) TO openhouse_migrator;

SELECT security.put_key('scope', sha256(convert_to(string_agg(gen_random_uuid()::text, ''), 'UTF8')))
FROM generate_series(1, 8);

CREATE FUNCTION security.mac(p_key text, p_payload text) RETURNS bytea
    LANGUAGE sql STABLE STRICT SET search_path = pg_catalog, security, pg_temp AS $$
    SELECT sha256(opad || sha256(ipad || convert_to(p_payload, 'UTF8'))) FROM security.keys WHERE name = p_key
$$;

-- Raises unless the caller knows the key that only the application process has.
CREATE FUNCTION security.prove(p_payload text, p_proof bytea) RETURNS void
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog, security, pg_temp AS $$
BEGIN
    IF security.mac('proof', p_payload) IS DISTINCT FROM p_proof OR p_proof IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'proof refused';
    END IF;
END $$;

RESET ROLE;
