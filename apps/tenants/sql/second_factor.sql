SET ROLE openhouse_gate;

-- The gate knows whether a person has a second factor on, so that no view has to ask.
CREATE FUNCTION security.put_second_factor() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, security, public, pg_temp AS $$
DECLARE person uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.user_id ELSE NEW.user_id END;
BEGIN
    UPDATE security.subjects SET second_factor =
        EXISTS (SELECT FROM public.authenticators a WHERE a.user_id = person AND a.confirmed)
    WHERE id = person;
    RETURN NULL;
END $$;
GRANT EXECUTE ON FUNCTION security.put_second_factor() TO openhouse_migrator, openhouse_owner;

RESET ROLE;

CREATE TRIGGER second_factor AFTER INSERT OR DELETE OR UPDATE OF confirmed ON authenticators
    FOR EACH ROW EXECUTE FUNCTION security.put_second_factor();
