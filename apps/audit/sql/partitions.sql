-- Makes the monthly partitions of audit_log from this month to p_ahead months ahead; returns how many were new.
-- Rows that had to go to the default partition meanwhile stay there; retention drops whole months.
CREATE FUNCTION audit_add_partitions(p_ahead integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    first date;
    name text;
    made integer := 0;
BEGIN
    FOR i IN 0..least(p_ahead, 24) LOOP
        first := date_trunc('month', now() AT TIME ZONE 'UTC')::date + make_interval(months => i);
        name := 'audit_log_' || to_char(first, 'YYYY_MM');
        CONTINUE WHEN to_regclass('public.' || name) IS NOT NULL;
        EXECUTE format('CREATE TABLE public.%I PARTITION OF public.audit_log FOR VALUES FROM (%L) TO (%L)', name,
            first::timestamp AT TIME ZONE 'UTC', (first + interval '1 month') AT TIME ZONE 'UTC');
        -- Named directly, a partition would pass by the policies of its parent and by the trigger on its TRUNCATE.
        EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE TRIGGER audit_log_append_only_truncate BEFORE TRUNCATE ON public.%I
            FOR EACH STATEMENT EXECUTE FUNCTION security.refuse_change()', name);
        made := made + 1;
    END LOOP;
    RETURN made;
END $$;
ALTER FUNCTION audit_add_partitions(integer) OWNER TO openhouse_owner;
REVOKE EXECUTE ON FUNCTION audit_add_partitions(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_add_partitions(integer) TO openhouse_service, openhouse_super_admin;
SELECT audit_add_partitions(3);
CREATE TRIGGER audit_log_append_only_truncate BEFORE TRUNCATE ON audit_log_default
    FOR EACH STATEMENT EXECUTE FUNCTION security.refuse_change();
