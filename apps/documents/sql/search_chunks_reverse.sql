DROP INDEX ix_chunk_words;
DROP FUNCTION security.search_chunks(uuid, text, text[], text[], double precision[], integer[], integer, uuid[]);
DROP FUNCTION security.search_vocabulary(uuid, text, integer, integer);
DROP FUNCTION security.search_terms(uuid, text[]);
DROP FUNCTION security.search_keys(uuid, text[]);
