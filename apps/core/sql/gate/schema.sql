-- The gate's own schema: who may act, since when, until when, and how often. Owned by openhouse_gate, whose functions
-- are the only way in. The application holds EXECUTE on a few of them and no privilege on any table here.
CREATE SCHEMA security AUTHORIZATION openhouse_gate;
GRANT USAGE ON SCHEMA security TO openhouse_app, openhouse_super_admin, openhouse_admin, openhouse_developer,
    openhouse_homeowner, openhouse_service, openhouse_anonymous, openhouse_owner;
-- PostgreSQL lets everybody execute a new function; here nobody may until a migration says who, whoever makes it.
ALTER DEFAULT PRIVILEGES FOR ROLE openhouse_gate, openhouse_owner, openhouse_migrator REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

SET ROLE openhouse_gate;

-- HMAC keys with their pads already applied. `scope` never leaves the database; `proof` is shared with the application
-- process and is what SQL injected into it does not know.
CREATE TABLE security.keys (
    name text PRIMARY KEY CHECK (name IN ('scope', 'proof')),
    ipad bytea NOT NULL CHECK (length(ipad) = 64),
    opad bytea NOT NULL CHECK (length(opad) = 64)
);

-- One row per person who can sign in: a projection that triggers on staff, memberships, homeowners and units keep.
CREATE TABLE security.subjects (
    id uuid PRIMARY KEY,
    role text NOT NULL CHECK (role IN ('super_admin', 'admin', 'developer', 'homeowner')),
    tenant_id uuid NOT NULL,
    development_ids uuid[] NOT NULL DEFAULT '{}',
    unit_id uuid,
    house_type_code text,
    version integer NOT NULL DEFAULT 1,
    active boolean NOT NULL,
    second_factor boolean NOT NULL DEFAULT false,
    needs_second_factor boolean NOT NULL DEFAULT false,
    CHECK ((role = 'homeowner') = (unit_id IS NOT NULL))
);
CREATE INDEX subjects_tenant ON security.subjects (tenant_id, unit_id);

CREATE TABLE security.sessions (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    kind text NOT NULL CHECK (kind IN ('staff', 'homeowner', 'service', 'platform', 'anonymous')),
    tenant_id uuid NOT NULL,
    subject_id uuid REFERENCES security.subjects ON DELETE CASCADE,
    version integer NOT NULL DEFAULT 1,
    secret_hash bytea UNIQUE,
    refresh_jti uuid,
    previous_jti uuid,
    rotated_at timestamptz,
    rotation_request text,
    entered_tenant_id uuid,
    impersonator_id uuid,
    impersonator_session uuid,
    data jsonb NOT NULL DEFAULT '{}',
    device text NOT NULL DEFAULT '',
    address inet,
    reason text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL DEFAULT now(),
    seen_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    idle interval,
    ended_at timestamptz,
    end_reason text,
    CHECK ((kind IN ('staff', 'homeowner')) = (subject_id IS NOT NULL))
);
CREATE INDEX sessions_subject ON security.sessions (tenant_id, subject_id) WHERE ended_at IS NULL;
CREATE INDEX sessions_expiry ON security.sessions (expires_at);

INSERT INTO security.sessions (id, kind, tenant_id, expires_at)
VALUES ('00000000-0000-0000-0000-000000000000', 'anonymous', '00000000-0000-0000-0000-000000000001', 'infinity');

RESET ROLE;

-- One row per limited key: the times of its last admitted requests, which makes the sliding window exact. A counter of
-- django-ratelimit has a count and an end instead.
CREATE TABLE rate_limits (
    key text PRIMARY KEY CHECK (length(key) <= 200),
    tenant_id uuid NOT NULL,
    hits timestamptz[] NOT NULL DEFAULT '{}',
    last_hit timestamptz NOT NULL DEFAULT now(),
    refused integer NOT NULL DEFAULT 0,
    refused_at timestamptz,
    counted integer NOT NULL DEFAULT 0,
    ends_at timestamptz
) WITH (fillfactor = 50);
CREATE INDEX rate_limits_tenant ON rate_limits (tenant_id, last_hit);
GRANT CREATE ON SCHEMA public TO openhouse_gate;
ALTER TABLE rate_limits OWNER TO openhouse_gate;
REVOKE CREATE ON SCHEMA public FROM openhouse_gate;

SET ROLE openhouse_gate;
DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['security.keys', 'security.subjects', 'security.sessions', 'public.rate_limits'] LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY gate_only ON %s TO openhouse_gate USING (true) WITH CHECK (true)', t);
    END LOOP;
END $$;
RESET ROLE;

SET ROLE openhouse_gate;
CREATE FUNCTION security.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE insufficient_privilege USING MESSAGE = format('%s is append-only', TG_TABLE_NAME);
END $$;
GRANT EXECUTE ON FUNCTION security.refuse_change() TO openhouse_migrator, openhouse_owner;
RESET ROLE;
