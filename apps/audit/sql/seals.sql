-- Seals make the trail tamper-evident. A seal covers whole transactions: those below the oldest one still running, so that
-- a row that commits late is never left out. Only the gate can write seals.

SET ROLE openhouse_gate;

CREATE FUNCTION security.stamp_transaction() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    NEW.xid := pg_current_xact_id()::text::bigint;
    RETURN NEW;
END $$;
GRANT EXECUTE ON FUNCTION security.stamp_transaction() TO openhouse_migrator, openhouse_owner;

-- The digest of rows [p_from, p_to) of a tenant, chained to the digest before; NULL without a row.
CREATE FUNCTION security.audit_digest(p_tenant uuid, p_from bigint, p_to bigint, p_previous text,
    OUT digest text, OUT rows integer, OUT first_at timestamptz, OUT last_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, security, public, pg_temp AS $$
    SELECT encode(sha256(convert_to(p_previous || string_agg(r.hash, '' ORDER BY r.xid, r.id), 'UTF8')), 'hex'),
        count(*)::integer, min(r.at), max(r.at)
    FROM (SELECT a.xid, a.id, a.at, encode(sha256(convert_to(jsonb_build_array(a.id, extract(epoch FROM a.at),
            a.tenant_id, a.actor_id, a.actor_role, a.impersonated_by, a.event, a.category, a.subject_type, a.subject_id,
            a.ip_address, a.request_path, a.request_method, a.request_id, a.status, a.request_payload, a.changes,
            a.xid)::text, 'UTF8')), 'hex') AS hash
        FROM public.audit_log a
        WHERE a.tenant_id = p_tenant AND a.xid >= p_from AND a.xid < p_to) r
$$;

-- Seals what every tenant has committed since its last seal; returns the new seals.
CREATE FUNCTION security.seal_audit() RETURNS SETOF public.audit_seals
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, security, public, pg_temp AS $$
DECLARE
    watermark bigint := pg_snapshot_xmin(pg_current_snapshot())::text::bigint;
    last record;
    made public.audit_seals;
BEGIN
    IF NOT security.scope_is_platform() THEN
        RAISE insufficient_privilege USING MESSAGE = 'seals are made in the scope of the platform';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('audit seals'));
    FOR last IN
        -- Hops from tenant to tenant in the index: DISTINCT would read the whole trail.
        WITH RECURSIVE t AS (
            (SELECT a.tenant_id FROM public.audit_log a ORDER BY a.tenant_id LIMIT 1)
            UNION ALL
            SELECT (SELECT a.tenant_id FROM public.audit_log a WHERE a.tenant_id > t.tenant_id ORDER BY a.tenant_id LIMIT 1)
            FROM t WHERE t.tenant_id IS NOT NULL)
        SELECT t.tenant_id, s.number, s.to_xid, s.digest
        FROM t
        LEFT JOIN LATERAL (SELECT * FROM public.audit_seals x WHERE x.tenant_id = t.tenant_id
            ORDER BY x.number DESC LIMIT 1) s ON true
        WHERE t.tenant_id IS NOT NULL
    LOOP
        SELECT gen_random_uuid(), last.tenant_id, coalesce(last.number, 0) + 1, coalesce(last.to_xid, 0), watermark,
            d.rows, d.first_at, d.last_at, d.digest, now()
        INTO made.id, made.tenant_id, made.number, made.from_xid, made.to_xid, made.rows, made.first_at, made.last_at,
            made.digest, made.sealed_at
        FROM security.audit_digest(last.tenant_id, coalesce(last.to_xid, 0), watermark, coalesce(last.digest, '')) d;
        CONTINUE WHEN made.digest IS NULL;
        INSERT INTO public.audit_seals SELECT made.*;
        RETURN NEXT made;
    END LOOP;
END $$;

-- Recomputes a tenant's seals in order and returns the first that does not hold, and why; no row when all hold.
-- Seals that reach back before p_since, where retention dropped months, are passed over: they still chain the ones after.
CREATE FUNCTION security.broken_audit_seal(p_tenant uuid, p_since timestamptz)
    RETURNS TABLE (number integer, reason text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, security, public, pg_temp AS $$
DECLARE
    seal public.audit_seals;
    previous public.audit_seals;
    found record;
BEGIN
    IF NOT security.scope_is_platform() AND p_tenant IS DISTINCT FROM security.scope_tenant() THEN
        RAISE insufficient_privilege USING MESSAGE = 'audit trail of another tenant';
    END IF;
    FOR seal IN SELECT * FROM public.audit_seals s WHERE s.tenant_id = p_tenant ORDER BY s.number LOOP
        number := seal.number;
        reason := CASE WHEN seal.number <> coalesce(previous.number, 0) + 1 THEN 'a seal is missing before it'
            WHEN seal.from_xid <> coalesce(previous.to_xid, 0) THEN 'its range does not follow the one before' END;
        IF reason IS NULL AND seal.first_at >= p_since THEN
            SELECT * INTO found FROM security.audit_digest(p_tenant, seal.from_xid, seal.to_xid,
                coalesce(previous.digest, ''));
            reason := CASE WHEN found.rows <> seal.rows THEN format('%s rows where %s were sealed', found.rows, seal.rows)
                WHEN found.digest IS DISTINCT FROM seal.digest THEN 'a row was changed' END;
        END IF;
        IF reason IS NOT NULL THEN
            RETURN NEXT;
            RETURN;
        END IF;
        previous := seal;
    END LOOP;
END $$;

GRANT EXECUTE ON FUNCTION security.seal_audit() TO openhouse_super_admin;
GRANT EXECUTE ON FUNCTION security.broken_audit_seal(uuid, timestamptz) TO openhouse_super_admin, openhouse_admin;

RESET ROLE;

CREATE TRIGGER stamp BEFORE INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION security.stamp_transaction();
