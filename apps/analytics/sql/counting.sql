SET ROLE openhouse_gate;

-- What is counted is noted in the transaction that brings it about, whoever runs it: so a row that commits late is counted
-- late and never lost, and each is counted once. Notes hold no text and nobody's id but the home's.

-- Notes one question, or what a rating or a model's words have made of it. While a model is asked the answer stands as
-- 'extractive_fallback'; its documents may change until then, so it is counted a little later.
CREATE FUNCTION security.note_question(m public.messages, p_sign integer, p_new boolean) RETURNS void
    LANGUAGE sql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO public.analytics_pending (id, tenant_id, development_id, kind, sign, is_new, at, due_at, source_id, unit_id,
        outcome, mode, engine, rating, audience, took_ms)
    VALUES (gen_random_uuid(), m.tenant_id, m.development_id, CASE WHEN m.follows_id IS NULL THEN 'asked' ELSE 'followed' END,
        p_sign, p_new, m.created_at,
        CASE WHEN p_new AND m.engine = 'extractive_fallback' THEN m.created_at + interval '45 seconds' ELSE now() END,
        m.id, m.unit_id, m.outcome, m.mode, m.engine, m.rating, 'homeowner', m.latency_ms)
$$;

CREATE FUNCTION security.note_search(s public.search_log) RETURNS void
    LANGUAGE sql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO public.analytics_pending (id, tenant_id, development_id, kind, sign, is_new, at, due_at, source_id,
        outcome, mode, engine, rating, audience, took_ms, score, coverage, results)
    VALUES (gen_random_uuid(), s.tenant_id, s.development_id, 'searched', 1, true, s.created_at, now(), s.id,
        s.outcome, s.mode, '', '', s.audience, s.took_ms, s.top_score, s.coverage, s.results)
$$;

CREATE FUNCTION security.on_question() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, security, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        PERFORM security.note_question(OLD, -1, false);
    END IF;
    PERFORM security.note_question(NEW, 1, TG_OP = 'INSERT');
    RETURN NULL;
END $$;

CREATE FUNCTION security.on_search() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, security, public, pg_temp AS $$
BEGIN
    PERFORM security.note_search(NEW);
    RETURN NULL;
END $$;
GRANT EXECUTE ON FUNCTION security.on_question(), security.on_search() TO openhouse_migrator, openhouse_owner;

-- Notes a tenant's questions and searches since p_since once more, in place of the notes that wait; returns how many. One
-- snapshot shows each question with its note or with neither, so what commits meanwhile keeps its own.
CREATE FUNCTION security.note_again(p_tenant uuid, p_since timestamptz) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, security, public, pg_temp AS $$
DECLARE
    noted bigint;
BEGIN
    IF NOT security.scope_is_platform() THEN
        RAISE insufficient_privilege USING MESSAGE = 'figures are counted in the scope of the platform';
    END IF;
    WITH waiting AS (DELETE FROM public.analytics_pending p WHERE p.tenant_id = p_tenant AND p.at >= p_since),
        questions AS (SELECT count(*) AS n FROM (SELECT security.note_question(m, 1, true)
            FROM public.messages m WHERE m.tenant_id = p_tenant AND m.created_at >= p_since OFFSET 0) q),
        searches AS (SELECT count(*) AS n FROM (SELECT security.note_search(s)
            FROM public.search_log s WHERE s.tenant_id = p_tenant AND s.created_at >= p_since OFFSET 0) q)
    SELECT questions.n + searches.n INTO noted FROM questions, searches;
    RETURN noted;
END $$;
GRANT EXECUTE ON FUNCTION security.note_again(uuid, timestamptz) TO openhouse_super_admin;

-- When a worker last looked for something to count: the one time of the platform that a tenant's admin may see.
CREATE FUNCTION security.last_look() RETURNS timestamptz
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT max(looked_at) FROM public.analytics_roll_ups
$$;
GRANT EXECUTE ON FUNCTION security.last_look() TO openhouse_super_admin, openhouse_admin;

RESET ROLE;

CREATE TRIGGER counted AFTER INSERT ON messages FOR EACH ROW EXECUTE FUNCTION security.on_question();
CREATE TRIGGER counted_again AFTER UPDATE OF outcome, mode, engine, rating, latency_ms ON messages FOR EACH ROW
    WHEN ((OLD.outcome, OLD.mode, OLD.engine, OLD.rating, OLD.latency_ms)
        IS DISTINCT FROM (NEW.outcome, NEW.mode, NEW.engine, NEW.rating, NEW.latency_ms))
    EXECUTE FUNCTION security.on_question();
CREATE TRIGGER counted AFTER INSERT ON search_log FOR EACH ROW EXECUTE FUNCTION security.on_search();
