DROP INDEX ix_theme_logo;
DROP FUNCTION security.logo_by_digest(text, bytea);
