-- The roles of an OpenHouse server, for PostgreSQL 15 and newer. Roles belong to the whole server, so this runs once
-- per server, as a superuser, before any migration: `psql -f roles.sql`. It holds no password: operators set those of
-- the five LOGIN roles with \password. Running it again repairs attributes and memberships that were changed by hand.

DO $roles$
DECLARE
    wanted record;
BEGIN
    FOR wanted IN
        SELECT * FROM (VALUES
            -- Owns the tables. FORCE ROW LEVEL SECURITY applies to it, so it must not bypass row security.
            ('openhouse_owner', 'NOLOGIN INHERIT NOBYPASSRLS'),
            -- Owns sessions, limits and the signing keys; the application may only execute its functions.
            ('openhouse_gate', 'NOLOGIN INHERIT NOBYPASSRLS'),
            -- Runs migrations only. It must see every row, or a foreign key is marked valid over rows that violate it.
            ('openhouse_migrator', 'LOGIN INHERIT BYPASSRLS'),
            -- Web and workers. NOINHERIT: a transaction that has entered no role is refused everything.
            ('openhouse_app', 'LOGIN NOINHERIT NOBYPASSRLS'),
            ('openhouse_super_admin', 'NOLOGIN INHERIT NOBYPASSRLS'),
            ('openhouse_admin', 'NOLOGIN INHERIT NOBYPASSRLS'),
            ('openhouse_developer', 'NOLOGIN INHERIT NOBYPASSRLS'),
            ('openhouse_homeowner', 'NOLOGIN INHERIT NOBYPASSRLS'),
            ('openhouse_service', 'NOLOGIN INHERIT NOBYPASSRLS'),
            ('openhouse_anonymous', 'NOLOGIN INHERIT NOBYPASSRLS'),
            -- Reporting, and pg_dump: as a plain owner a dump under FORCE fails.
            ('openhouse_auditor', 'LOGIN INHERIT BYPASSRLS'),
            ('openhouse_backup', 'LOGIN INHERIT BYPASSRLS')
        ) AS roles (name, attributes)
    LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I', wanted.name);
        EXCEPTION WHEN duplicate_object THEN
            NULL;
        END;
        EXECUTE format(
            'ALTER ROLE %I NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION %s', wanted.name, wanted.attributes);
    END LOOP;

    -- All requests share one login, and a login may read what its other sessions run: addresses, questions, proofs.
    ALTER ROLE openhouse_app SET track_activities = off;
    ALTER ROLE openhouse_auditor SET default_transaction_read_only = on;
    ALTER ROLE openhouse_backup SET default_transaction_read_only = on;
END
$roles$;

DO $memberships$
DECLARE
    -- Since PostgreSQL 16 inheritance is a property of each membership; before, of the member.
    per_membership constant boolean := current_setting('server_version_num')::integer >= 160000;
    wanted record;
    surplus record;
BEGIN
    -- A membership too many would hand the application rows that no policy guards: its list is exact.
    FOR surplus IN
        SELECT granted.rolname AS role, member.rolname AS member, grantor.rolname AS grantor
        FROM pg_catalog.pg_auth_members AS membership
        JOIN pg_catalog.pg_roles AS granted ON granted.oid = membership.roleid
        JOIN pg_catalog.pg_roles AS member ON member.oid = membership.member
        LEFT JOIN pg_catalog.pg_roles AS grantor ON grantor.oid = membership.grantor
        WHERE member.rolname IN (
                'openhouse_app', 'openhouse_super_admin', 'openhouse_admin', 'openhouse_developer',
                'openhouse_homeowner', 'openhouse_service', 'openhouse_anonymous')
            AND NOT (member.rolname = 'openhouse_app' AND granted.rolname IN (
                'openhouse_super_admin', 'openhouse_admin', 'openhouse_developer',
                'openhouse_homeowner', 'openhouse_service', 'openhouse_anonymous'))
    LOOP
        EXECUTE format('REVOKE %I FROM %I', surplus.role, surplus.member)
            || CASE WHEN per_membership THEN format(' GRANTED BY %I CASCADE', surplus.grantor) ELSE ' CASCADE' END;
    END LOOP;

    FOR wanted IN
        SELECT * FROM (VALUES
            ('openhouse_owner', 'openhouse_migrator', true),
            ('openhouse_gate', 'openhouse_migrator', true),
            ('pg_read_all_data', 'openhouse_backup', true),
            ('openhouse_super_admin', 'openhouse_app', false),
            ('openhouse_admin', 'openhouse_app', false),
            ('openhouse_developer', 'openhouse_app', false),
            ('openhouse_homeowner', 'openhouse_app', false),
            ('openhouse_service', 'openhouse_app', false),
            ('openhouse_anonymous', 'openhouse_app', false)
        ) AS memberships (role, member, inherits)
    LOOP
        IF per_membership THEN
            EXECUTE format(
                'GRANT %I TO %I WITH INHERIT %s, SET TRUE, ADMIN FALSE', wanted.role, wanted.member,
                CASE WHEN wanted.inherits THEN 'TRUE' ELSE 'FALSE' END);
        ELSE
            EXECUTE format('GRANT %I TO %I', wanted.role, wanted.member);
            EXECUTE format('REVOKE ADMIN OPTION FOR %I FROM %I CASCADE', wanted.role, wanted.member);
        END IF;
    END LOOP;
END
$memberships$;
