SET ROLE openhouse_gate;

-- The verified scope of this transaction, or NULL when none was entered. Fields:
-- 1 backend, 2 transaction start, 3 database role, 4 session, 5 actor, 6 tenant, 7 developments, 8 unit, 9 house type.
-- Bound to backend and transaction, so a value that was seen once opens nothing later; bound to the role, so a bare
-- SET ROLE does not widen it.
CREATE FUNCTION security.scope() RETURNS text[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED SET search_path = pg_catalog, security, pg_temp AS $$
DECLARE
    raw text := nullif(current_setting('openhouse.scope', true), '');
    field text[];
BEGIN
    IF raw IS NULL THEN
        RETURN NULL;
    END IF;
    field := string_to_array(substr(raw, 65), E'\x1f');
    IF encode(security.mac('scope', substr(raw, 65)), 'hex') IS DISTINCT FROM substr(raw, 1, 64)
        OR field[1] <> pg_backend_pid()::text
        OR field[2] <> (extract(epoch FROM transaction_timestamp()) * 1000000)::bigint::text
        OR field[3] <> current_setting('role')
    THEN
        RAISE insufficient_privilege USING MESSAGE = 'scope refused';
    END IF;
    RETURN field;
END $$;

CREATE FUNCTION security.scope_tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL RESTRICTED AS
    $$ SELECT nullif((security.scope())[6], '')::uuid $$;
CREATE FUNCTION security.scope_developments() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL RESTRICTED AS
    $$ SELECT string_to_array(nullif((security.scope())[7], ''), ',')::uuid[] $$;
CREATE FUNCTION security.scope_unit() RETURNS uuid LANGUAGE sql STABLE PARALLEL RESTRICTED AS
    $$ SELECT nullif((security.scope())[8], '')::uuid $$;
CREATE FUNCTION security.scope_house_type() RETURNS text LANGUAGE sql STABLE PARALLEL RESTRICTED AS
    $$ SELECT nullif((security.scope())[9], '') $$;
CREATE FUNCTION security.scope_actor() RETURNS uuid LANGUAGE sql STABLE PARALLEL RESTRICTED AS
    $$ SELECT nullif((security.scope())[5], '')::uuid $$;
CREATE FUNCTION security.scope_session() RETURNS uuid LANGUAGE sql STABLE PARALLEL RESTRICTED AS
    $$ SELECT nullif((security.scope())[4], '')::uuid $$;
-- True only in a verified platform scope: a super_admin, or a command, that has not entered one tenant.
CREATE FUNCTION security.scope_is_platform() RETURNS boolean LANGUAGE sql STABLE PARALLEL RESTRICTED AS
    $$ SELECT coalesce((security.scope())[3] = 'openhouse_super_admin', false) $$;

-- Whether a person's session has neither ended nor expired; idling does not count, since its owner works elsewhere.
CREATE FUNCTION security.is_live(p_session uuid) RETURNS boolean
    LANGUAGE sql STABLE SET search_path = pg_catalog, security, pg_temp AS $$
    SELECT EXISTS (SELECT FROM security.sessions x JOIN security.subjects j ON j.id = x.subject_id
        WHERE x.id = p_session AND x.ended_at IS NULL AND x.expires_at > now() AND j.active AND j.version = x.version)
$$;

-- Re-reads the session and returns what the transaction must set: its role and its signed scope.
CREATE FUNCTION security.enter(p_session uuid, p_proof bytea) RETURNS TABLE (role text, scope text)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, security, pg_temp AS $$
DECLARE
    s record;
    payload text;
BEGIN
    PERFORM security.prove('enter:' || p_session, p_proof);
    SELECT x.kind, x.entered_tenant_id, x.tenant_id AS session_tenant, x.impersonator_id,
           j.id, j.role, j.tenant_id, j.development_ids, j.unit_id, j.house_type_code
    INTO s
    FROM security.sessions x LEFT JOIN security.subjects j ON j.id = x.subject_id
    WHERE x.id = p_session AND x.ended_at IS NULL AND x.expires_at > now()
      AND (x.idle IS NULL OR x.seen_at + x.idle > now())
      AND (x.subject_id IS NULL OR (j.active AND j.version = x.version))
      AND (x.impersonator_session IS NULL OR security.is_live(x.impersonator_session));
    IF NOT FOUND THEN
        RAISE invalid_authorization_specification USING MESSAGE = 'session ended';
    END IF;
    role := 'openhouse_' || CASE
        WHEN s.kind = 'platform' THEN 'super_admin'
        WHEN s.role = 'super_admin' AND s.entered_tenant_id IS NOT NULL THEN 'admin'
        ELSE coalesce(s.role, s.kind) END;
    payload := concat_ws(E'\x1f', pg_backend_pid(),
        (extract(epoch FROM transaction_timestamp()) * 1000000)::bigint, role, p_session, coalesce(s.id::text, ''),
        CASE WHEN role = 'openhouse_super_admin' THEN ''
             ELSE coalesce(s.entered_tenant_id, s.tenant_id, s.session_tenant)::text END,
        array_to_string(coalesce(s.development_ids, '{}'), ','), coalesce(s.unit_id::text, ''),
        coalesce(s.house_type_code, ''));
    scope := encode(security.mac('scope', payload), 'hex') || payload;
    RETURN NEXT;
END $$;

GRANT EXECUTE ON FUNCTION security.enter(uuid, bytea) TO openhouse_app;
GRANT EXECUTE ON FUNCTION security.scope(), security.scope_tenant(), security.scope_developments(),
    security.scope_unit(), security.scope_house_type(), security.scope_actor(), security.scope_session(),
    security.scope_is_platform()
    TO openhouse_super_admin, openhouse_admin, openhouse_developer, openhouse_homeowner, openhouse_service,
       openhouse_anonymous;

RESET ROLE;
