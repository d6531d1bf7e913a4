DROP FUNCTION security.tenants_without_vectors(text, bytea);
DROP FUNCTION security.search_vectors(uuid, text, text);
