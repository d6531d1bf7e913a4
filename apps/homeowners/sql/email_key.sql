-- A keyed hash of each homeowner's e-mail, so that equal ones are found without anybody reading them. The key never leaves
-- the gate; signed scopes begin with a number, so no e-mail can be passed off as one.

SET ROLE openhouse_gate;

CREATE FUNCTION security.key_email() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, security, pg_temp AS $$
BEGIN
    NEW.email_key := security.mac('scope', 'email:' || nullif(lower(btrim(NEW.email)), ''));
    NEW.xid := pg_current_xact_id()::text::bigint;
    RETURN NEW;
END $$;
GRANT EXECUTE ON FUNCTION security.key_email() TO openhouse_migrator, openhouse_owner;

RESET ROLE;

CREATE INDEX ix_homeowner_email_key ON homeowners (email_key) WHERE email_key IS NOT NULL;
COMMENT ON INDEX ix_homeowner_email_key IS 'The platform looks for one e-mail at several builders; the keyed hash tells nobody of anything.';
CREATE TRIGGER email_key BEFORE INSERT OR UPDATE OF email, email_key, development_id ON homeowners
    FOR EACH ROW EXECUTE FUNCTION security.key_email();
UPDATE homeowners SET email_key = NULL WHERE email <> '';
