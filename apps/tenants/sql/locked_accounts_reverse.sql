DROP FUNCTION security.account_failures(bytea[], integer, bytea);
