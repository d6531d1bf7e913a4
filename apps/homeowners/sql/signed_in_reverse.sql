DROP FUNCTION security.signed_in_residents();
