-- Keeps the gate's projection of homeowners, and finds a home by the hash of its card before any scope exists.

SET ROLE openhouse_gate;

CREATE FUNCTION security.put_homeowner() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, security, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM security.subjects WHERE id = OLD.id;
        RETURN OLD;
    END IF;
    INSERT INTO security.subjects (id, role, tenant_id, development_ids, unit_id, house_type_code, active)
    SELECT NEW.id, 'homeowner', NEW.tenant_id, ARRAY[NEW.development_id], NEW.unit_id, u.house_type_code, NEW.is_active
    FROM public.units u WHERE u.id = NEW.unit_id
    ON CONFLICT (id) DO UPDATE SET tenant_id = excluded.tenant_id, development_ids = excluded.development_ids,
        unit_id = excluded.unit_id, house_type_code = excluded.house_type_code, active = excluded.active,
        version = subjects.version + CASE WHEN TG_OP = 'UPDATE' AND (OLD.unit_id, OLD.is_active)
            IS DISTINCT FROM (NEW.unit_id, NEW.is_active) THEN 1 ELSE 0 END;
    RETURN NEW;
END $$;

CREATE FUNCTION security.put_unit() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, security, pg_temp AS $$
BEGIN
    UPDATE security.subjects SET house_type_code = NEW.house_type_code
    WHERE tenant_id = NEW.tenant_id AND unit_id = NEW.id;
    RETURN NULL;
END $$;

-- The live card with this hash (of the long or of the short code): whose it is, and nothing else.
CREATE FUNCTION security.card_by_hash(p_hash bytea, p_proof bytea) RETURNS TABLE (id uuid, tenant_id uuid, unit_id uuid)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, security, public, pg_temp AS $$
BEGIN
    PERFORM security.prove('card_by_hash:' || encode(p_hash, 'hex'), p_proof);
    RETURN QUERY SELECT c.id, c.tenant_id, c.unit_id FROM public.enrolment_codes c
    WHERE p_hash IN (c.code_hash, c.short_hash) AND c.revoked_at IS NULL AND c.expires_at > now() LIMIT 1;
END $$;

GRANT EXECUTE ON FUNCTION security.put_homeowner(), security.put_unit() TO openhouse_migrator, openhouse_owner;
GRANT EXECUTE ON FUNCTION security.card_by_hash(bytea, bytea) TO openhouse_app;

RESET ROLE;

-- Unique over all tenants: a code names one home. Keyed hashes of random secrets tell nobody of anything.
CREATE UNIQUE INDEX ix_enrolment_code ON enrolment_codes (code_hash) WHERE revoked_at IS NULL;
CREATE UNIQUE INDEX ix_enrolment_short ON enrolment_codes (short_hash) WHERE revoked_at IS NULL;
COMMENT ON INDEX ix_enrolment_code IS 'Who scans a card names no tenant.';
COMMENT ON INDEX ix_enrolment_short IS 'Who types a code names no tenant.';
CREATE TRIGGER subject AFTER INSERT OR UPDATE OR DELETE ON homeowners
    FOR EACH ROW EXECUTE FUNCTION security.put_homeowner();
CREATE TRIGGER subject AFTER UPDATE OF house_type_code ON units
    FOR EACH ROW EXECUTE FUNCTION security.put_unit();
