SET ROLE openhouse_gate;

DROP FUNCTION security.open_questions(uuid, boolean, text, integer);

-- What homes of a development asked in the last year without being helped: not or not surely answered, rated down, or
-- sent to the builder; with `p_answered` those that were answered since. One row per set of words, fillers left out.
-- Builders may not read messages. So this tells what was asked and never by whom: `homes` are marks that count homes
-- within one call and mean nothing in another. Only who sent a question to the builder is named, in `sent`. `meaning` is
-- the vector that `p_model` made of the question, where there is one.
CREATE FUNCTION security.open_questions(p_development uuid, p_answered boolean, p_fillers text, p_limit integer,
        p_model text)
    RETURNS TABLE (words text[], question text, answer text, outcome text, homes text[], down integer, reasons text[],
        sent jsonb, first_asked timestamptz, last_asked timestamptz, meaning bytea)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, security, public, pg_temp AS $$
DECLARE
    tenant uuid := security.reached_tenant(p_development);
    salt text := gen_random_uuid()::text;
    fillers text[] := tsvector_to_array(to_tsvector('english'::regconfig, p_fillers));
BEGIN
    RETURN QUERY
    WITH asked AS (
        SELECT m.*, u.unit_number, q.vector,
            ARRAY(SELECT w FROM unnest(tsvector_to_array(to_tsvector('english'::regconfig, m.question))) w
                  WHERE w <> ALL (fillers)) AS said
        FROM public.messages m
        JOIN public.units u ON u.tenant_id = m.tenant_id AND u.id = m.unit_id
        LEFT JOIN public.question_meanings q ON q.tenant_id = m.tenant_id AND q.message_id = m.id AND q.model = p_model
        WHERE m.tenant_id = tenant AND m.development_id = p_development AND m.created_at > now() - interval '1 year'
          AND (m.outcome IN ('closest', 'not_found') OR m.rating = 'down' OR m.sent_at IS NOT NULL)
          AND p_answered = EXISTS (
              SELECT FROM public.messages f WHERE f.tenant_id = m.tenant_id AND f.follows_id = m.id)
        ORDER BY m.created_at DESC LIMIT 2000
    )
    SELECT a.said, (array_agg(a.question ORDER BY a.created_at DESC))[1],
        (array_agg(a.answer ORDER BY a.created_at DESC) FILTER (WHERE a.rating = 'down'))[1],
        (array_agg(a.outcome::text ORDER BY a.created_at DESC))[1],
        array_agg(DISTINCT md5(salt || a.unit_id)), (count(*) FILTER (WHERE a.rating = 'down'))::integer,
        (array_agg(a.rating_reason::text ORDER BY a.created_at DESC) FILTER (WHERE a.rating_reason <> ''))[1:20],
        coalesce(jsonb_agg(jsonb_build_object('home', a.unit_number, 'note', a.note, 'at', a.sent_at)
            ORDER BY a.sent_at DESC) FILTER (WHERE a.sent_at IS NOT NULL), '[]'),
        min(a.created_at), max(a.created_at),
        (array_agg(a.vector ORDER BY a.created_at DESC) FILTER (WHERE a.vector IS NOT NULL))[1]
    FROM asked a GROUP BY a.said ORDER BY max(a.created_at) DESC LIMIT p_limit;
END $$;

GRANT EXECUTE ON FUNCTION security.open_questions(uuid, boolean, text, integer, text)
    TO openhouse_super_admin, openhouse_admin, openhouse_developer, openhouse_service;

RESET ROLE;
