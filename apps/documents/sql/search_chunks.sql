SET ROLE openhouse_gate;

-- One key per word of a chunk, distinct per development: an index over these holds for every development the exact list
-- of its chunks with a word, however many other chunks of other tenants share the word and the table.
CREATE FUNCTION security.search_keys(p_development uuid, p_terms text[]) RETURNS bigint[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
    SELECT array_agg(hashtextextended(term, uuid_hash_extended(p_development, 0))) FROM unnest(p_terms) term
$$;
GRANT EXECUTE ON FUNCTION security.search_keys(uuid, text[]) TO openhouse_owner, openhouse_migrator,
    openhouse_super_admin, openhouse_admin, openhouse_developer, openhouse_service;

-- The terms that raw words stand for, with the number of chunks of the development that hold each; 0: it knows no such
-- word. Stop words are absent. First row: the empty word with the number of chunks and the sum of their lengths.
CREATE FUNCTION security.search_terms(p_development uuid, p_words text[])
    RETURNS TABLE (word text, term text, chunks integer, words integer)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, security, public, pg_temp AS $$
DECLARE tenant uuid := security.reached_tenant(p_development);
BEGIN
    IF tenant IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY
    SELECT w.word, w.term, coalesce(f.chunks, 0), coalesce(f.words, 0)
    FROM (SELECT '' AS word, '' AS term, 0 AS place
          UNION ALL
          SELECT u.word, l.term, u.place FROM unnest(p_words) WITH ORDINALITY AS u (word, place),
              unnest(tsvector_to_array(to_tsvector('english'::regconfig, u.word))) AS l (term)) w
    LEFT JOIN public.term_frequencies f
        ON f.tenant_id = tenant AND f.development_id = p_development AND f.term = w.term
    ORDER BY w.place;
END $$;

-- The words that a development knows, of these lengths and with this first letter: what a misspelt word may have meant.
CREATE FUNCTION security.search_vocabulary(p_development uuid, p_initial text, p_shortest integer, p_longest integer)
    RETURNS TABLE (term text, chunks integer)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, security, public, pg_temp AS $$
DECLARE tenant uuid := security.reached_tenant(p_development);
BEGIN
    RETURN QUERY
    SELECT f.term::text, f.chunks FROM public.term_frequencies f
    WHERE f.tenant_id = tenant AND f.development_id = p_development AND f.term COLLATE "C" >= p_initial
      AND f.term COLLATE "C" < p_initial || U&'\FFFF' AND length(f.term) BETWEEN p_shortest AND p_longest;
END $$;

-- The chunks of one development, as far as the verified scope reaches, that hold any of `p_seeds`, by BM25 over
-- `p_terms`: the best `p_limit` of them, and those of `p_also`, which are found elsewhere and may hold none of the terms.
-- A homeowner's house type is the scope's, whatever the argument says; others see one type, or all with NULL.
-- Of the terms in one group the best counts, times its weight. `score` is a sum over groups, each below 2.2 times its
-- weight; `covered` has the groups that the chunk holds.
CREATE FUNCTION security.search_chunks(p_development uuid, p_house_type text, p_seeds text[], p_terms text[],
    p_weights double precision[], p_groups integer[], p_limit integer, p_also uuid[])
    RETURNS TABLE (id uuid, document_id uuid, version_id uuid, page integer, heading text, passage text,
        score double precision, covered integer[])
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, security, public, pg_temp
    SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    tenant uuid := security.reached_tenant(p_development);
    own boolean := current_setting('role') = 'openhouse_homeowner';
    house_type text := CASE WHEN own THEN security.scope_house_type() ELSE p_house_type END;
    keys bigint[] := security.search_keys(p_development, p_seeds);
    k1 constant double precision := 1.2;
    b constant double precision := 0.75;
    -- What is written for one house type is worth more to its homes than what is written for all.
    own_type constant double precision := 1.1;
    mean double precision := (SELECT f.words::double precision / nullif(f.chunks, 0) FROM public.term_frequencies f
        WHERE f.tenant_id = tenant AND f.development_id = p_development AND f.term = '');
BEGIN
    IF tenant IS NULL OR mean IS NULL OR (keys IS NULL AND p_also = '{}') THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH hits AS MATERIALIZED (
        -- Alone, so that no plan reads the whole slice instead of the index over the keys. The concatenation unpacks the
        -- vector once for all terms.
        SELECT c.id, c.tenant_id, c.development_id, c.house_type_code, c.n_terms, c.tsv || ''::tsvector AS tsv
        FROM public.doc_chunks c
        WHERE security.search_keys(c.development_id, tsvector_to_array(c.tsv)) && keys
    ), named AS (
        SELECT c.id, c.tenant_id, c.development_id, c.house_type_code, c.n_terms, c.tsv || ''::tsvector AS tsv
        FROM public.doc_chunks c
        WHERE c.id = ANY (p_also) AND NOT EXISTS (SELECT FROM hits h WHERE h.id = c.id)
    ), candidates AS (
        SELECT h.id, h.tsv, k1 * (1 - b + b * h.n_terms / greatest(mean, 1)) AS length_norm,
            CASE WHEN h.house_type_code = house_type THEN own_type ELSE 1 END AS bonus
        FROM (TABLE hits UNION ALL TABLE named) h
        WHERE h.tenant_id = tenant AND h.development_id = p_development
          AND (h.house_type_code IS NULL OR h.house_type_code = house_type OR (house_type IS NULL AND NOT own))
    ), terms AS MATERIALIZED (
        SELECT t.part, t.weight, ('''' || replace(replace(t.term, '\', '\\'), '''', '''''') || '''')::tsquery AS query
        FROM unnest(p_terms, p_weights, p_groups) AS t (term, weight, part)
    ), parts AS (
        -- ts_rank_cd of a single word is the sum of its occurrences' weights: a word of the heading counts three times.
        SELECT c.id, t.part, max(c.bonus * t.weight * (k1 + 1) * tf.n / (tf.n + c.length_norm)) AS score
        FROM candidates c CROSS JOIN terms t
        CROSS JOIN LATERAL (SELECT 3 * ts_rank_cd('{0.3333333, 0, 0, 1}', c.tsv, t.query)::double precision AS n) tf
        WHERE tf.n > 0
        GROUP BY c.id, t.part
    ), scored AS (
        SELECT c.id, sum(p.score) AS score, array_agg(p.part ORDER BY p.part) FILTER (WHERE p.id IS NOT NULL) AS covered
        FROM candidates c LEFT JOIN parts p ON p.id = c.id GROUP BY c.id
    ), best AS (
        SELECT s.id, coalesce(s.score, 0) AS score, coalesce(s.covered, '{}') AS covered,
            row_number() OVER (ORDER BY s.score DESC NULLS LAST, s.id) AS place
        FROM scored s
    )
    SELECT c.id, c.document_id, c.version_id, c.page, c.heading::text, c.text, best.score, best.covered
    FROM best JOIN public.doc_chunks c ON c.id = best.id
    WHERE (best.place <= least(p_limit, 50) AND best.score > 0) OR best.id = ANY (p_also)
    ORDER BY best.score DESC, c.id;
END $$;

GRANT EXECUTE ON FUNCTION
    security.search_terms(uuid, text[]),
    security.search_vocabulary(uuid, text, integer, integer),
    security.search_chunks(uuid, text, text[], text[], double precision[], integer[], integer, uuid[])
    TO openhouse_super_admin, openhouse_admin, openhouse_developer, openhouse_homeowner, openhouse_service;

RESET ROLE;

CREATE INDEX ix_chunk_words ON doc_chunks USING gin (security.search_keys(development_id, tsvector_to_array(tsv)));
COMMENT ON INDEX ix_chunk_words IS 'Each of its keys begins with the development, which is of one tenant.';
