SET ROLE openhouse_gate;
DROP FUNCTION security.open_token(uuid, bytea, text, jsonb, integer, integer, bytea);
DROP FUNCTION security.list_tokens();
DELETE FROM security.sessions WHERE kind = 'token';
ALTER TABLE security.sessions DROP CONSTRAINT sessions_token_life, DROP CONSTRAINT sessions_kind_check,
    DROP CONSTRAINT sessions_check;
ALTER TABLE security.sessions
    ADD CONSTRAINT sessions_kind_check CHECK (kind IN ('staff', 'homeowner', 'service', 'platform', 'anonymous')),
    ADD CONSTRAINT sessions_check CHECK ((kind IN ('staff', 'homeowner')) = (subject_id IS NOT NULL));
RESET ROLE;
