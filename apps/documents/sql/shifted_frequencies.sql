SET ROLE openhouse_gate;

-- Adds the words of one document's chunks to the counts of its development, or takes them away: the same as counting
-- everything again, at the cost of the document. Called behind what was added, and before what goes.
CREATE FUNCTION security.shift_frequencies(p_development uuid, p_document uuid, p_added boolean) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, security, public, pg_temp AS $$
DECLARE
    tenant uuid := security.reached_tenant(p_development);
    slice text := format('SELECT tsv FROM public.doc_chunks WHERE tenant_id = %L AND development_id = %L'
        ' AND document_id = %L', tenant, p_development, p_document);
    sign integer := CASE WHEN p_added THEN 1 ELSE -1 END;
    terms text[];
    chunks integer[];
    words integer[];
    known_terms text[];
    known_chunks integer[];
    known_words integer[];
BEGIN
    IF tenant IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'development out of reach';
    END IF;
    -- A first version waits for nobody until its chunks are there.
    IF NOT EXISTS (SELECT FROM public.doc_chunks c WHERE c.tenant_id = tenant AND c.document_id = p_document) THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('term_frequencies'), hashtext(p_development::text));
    SELECT array_agg(s.word), array_agg(sign * s.ndoc), array_agg(sign * s.nentry) INTO terms, chunks, words
    FROM (SELECT word, ndoc, nentry FROM ts_stat(slice) WHERE length(word) <= 200
          UNION ALL
          SELECT '', count(*)::integer, coalesce(sum(c.n_terms), 0)::integer FROM public.doc_chunks c
          WHERE c.tenant_id = tenant AND c.development_id = p_development AND c.document_id = p_document) s;
    WITH gone AS (
        DELETE FROM public.term_frequencies f
        WHERE f.tenant_id = tenant AND f.development_id = p_development AND f.term = ANY (terms)
        RETURNING f.term, f.chunks, f.words
    )
    SELECT array_agg(g.term), array_agg(g.chunks), array_agg(g.words) INTO known_terms, known_chunks, known_words
    FROM gone g;
    INSERT INTO public.term_frequencies (id, tenant_id, development_id, term, chunks, words)
    SELECT gen_random_uuid(), tenant, p_development, b.term, sum(b.chunks), sum(b.words)
    FROM (SELECT * FROM unnest(terms, chunks, words) AS s (term, chunks, words)
          UNION ALL SELECT * FROM unnest(known_terms, known_chunks, known_words) AS k (term, chunks, words)) b
    GROUP BY b.term HAVING sum(b.chunks) > 0 OR b.term = '';
END $$;

GRANT EXECUTE ON FUNCTION security.shift_frequencies(uuid, uuid, boolean)
    TO openhouse_super_admin, openhouse_admin, openhouse_developer, openhouse_service;

RESET ROLE;
