-- Keeps the gate's projection of staff, and lets the sign-in look a person up before any scope exists.

SET ROLE openhouse_gate;

-- A change of role, tenant or password ends the person's sessions: their version no longer matches.
CREATE FUNCTION security.put_staff() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, security, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM security.subjects WHERE id = OLD.id;
        RETURN OLD;
    END IF;
    INSERT INTO security.subjects (id, role, tenant_id, active, needs_second_factor)
    VALUES (NEW.id, NEW.role, NEW.tenant_id, NEW.is_active,
        (SELECT t.require_second_factor FROM public.tenants t WHERE t.id = NEW.tenant_id))
    ON CONFLICT (id) DO UPDATE SET role = excluded.role, tenant_id = excluded.tenant_id, active = excluded.active,
        needs_second_factor = excluded.needs_second_factor,
        version = subjects.version + CASE WHEN TG_OP = 'UPDATE' AND (OLD.role, OLD.tenant_id, OLD.password, OLD.is_active)
            IS DISTINCT FROM (NEW.role, NEW.tenant_id, NEW.password, NEW.is_active) THEN 1 ELSE 0 END;
    RETURN NEW;
END $$;

-- A second factor that a tenant begins to require is asked of its staff from the very next request.
CREATE FUNCTION security.put_tenant() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, security, pg_temp AS $$
BEGIN
    UPDATE security.subjects SET needs_second_factor = NEW.require_second_factor
    WHERE tenant_id = NEW.id AND role <> 'homeowner';
    RETURN NULL;
END $$;

-- A membership counts from the very next request.
CREATE FUNCTION security.put_membership() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, security, public, pg_temp AS $$
DECLARE person uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.staff_id ELSE NEW.staff_id END;
BEGIN
    UPDATE security.subjects SET development_ids =
        ARRAY(SELECT m.development_id FROM public.memberships m WHERE m.staff_id = person ORDER BY 1)
    WHERE id = person;
    RETURN NULL;
END $$;

CREATE FUNCTION security.staff_by_email(p_email text, p_proof bytea)
    RETURNS TABLE (id uuid, tenant_id uuid, role text, password text, second_factor boolean)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, security, public, pg_temp AS $$
BEGIN
    PERFORM security.prove('staff_by_email:' || p_email, p_proof);
    RETURN QUERY SELECT s.id, s.tenant_id, s.role::text, s.password::text, j.second_factor
    FROM public.staff s JOIN security.subjects j ON j.id = s.id
    WHERE lower(s.email) = lower(p_email) AND s.is_active ORDER BY s.created_at LIMIT 5;
END $$;

GRANT EXECUTE ON FUNCTION security.put_staff(), security.put_tenant(), security.put_membership() TO openhouse_migrator, openhouse_owner;
GRANT EXECUTE ON FUNCTION security.staff_by_email(text, bytea) TO openhouse_app;

RESET ROLE;

CREATE INDEX ix_staff_sign_in ON staff (lower(email));
COMMENT ON INDEX ix_staff_sign_in IS 'Who signs in names no tenant.';
CREATE TRIGGER subject AFTER INSERT OR UPDATE OR DELETE ON staff
    FOR EACH ROW EXECUTE FUNCTION security.put_staff();
CREATE TRIGGER subject AFTER UPDATE OF require_second_factor ON tenants
    FOR EACH ROW EXECUTE FUNCTION security.put_tenant();
CREATE TRIGGER subject AFTER INSERT OR UPDATE OR DELETE ON memberships
    FOR EACH ROW EXECUTE FUNCTION security.put_membership();

INSERT INTO tenants (id, name, slug, country, require_second_factor, created_at)
VALUES ('00000000-0000-0000-0000-000000000001', 'OpenHouse', 'platform', 'IE', false, now());
