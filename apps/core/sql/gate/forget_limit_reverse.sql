DROP FUNCTION security.forget_limit(text, bytea);
