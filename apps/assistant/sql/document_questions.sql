SET ROLE openhouse_gate;

-- What homes asked in the last year and were answered from a document, whichever of its versions, those asked most first.
-- One row per set of words, fillers left out. As `open_questions` it tells what was asked and never by whom.
CREATE FUNCTION security.document_questions(p_document uuid, p_fillers text, p_limit integer)
    RETURNS TABLE (question text, asked integer, homes integer, helpful integer, unhelpful integer, pages integer[],
        last_asked timestamptz)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, security, public, pg_temp AS $$
DECLARE
    development uuid := (SELECT d.development_id FROM public.documents d WHERE d.id = p_document);
    tenant uuid := security.reached_tenant(development);
    fillers text[] := tsvector_to_array(to_tsvector('english'::regconfig, p_fillers));
BEGIN
    RETURN QUERY
    WITH cited AS (
        SELECT c.message_id, array_agg(DISTINCT c.page) FILTER (WHERE c.page IS NOT NULL) AS pages
        FROM public.citations c WHERE c.tenant_id = tenant AND c.document_id = p_document GROUP BY c.message_id
    ), told AS (
        SELECT m.question, m.unit_id, m.rating, m.created_at, cited.pages,
            ARRAY(SELECT w FROM unnest(tsvector_to_array(to_tsvector('english'::regconfig, m.question))) w
                  WHERE w <> ALL (fillers)) AS said
        FROM cited JOIN public.messages m ON m.tenant_id = tenant AND m.id = cited.message_id
        WHERE m.development_id = development AND m.created_at > now() - interval '1 year'
        ORDER BY m.created_at DESC LIMIT 2000
    )
    SELECT (array_agg(t.question ORDER BY t.created_at DESC))[1], count(*)::integer,
        count(DISTINCT t.unit_id)::integer, (count(*) FILTER (WHERE t.rating = 'up'))::integer,
        (count(*) FILTER (WHERE t.rating = 'down'))::integer, (array_agg(DISTINCT t.pages[1]))[1:5],
        max(t.created_at)
    FROM told t GROUP BY t.said ORDER BY count(*) DESC, max(t.created_at) DESC LIMIT p_limit;
END $$;

GRANT EXECUTE ON FUNCTION security.document_questions(uuid, text, integer)
    TO openhouse_super_admin, openhouse_admin, openhouse_developer, openhouse_service;

RESET ROLE;
