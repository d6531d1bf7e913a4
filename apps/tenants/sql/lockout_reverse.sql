DROP FUNCTION security.count_failure(bytea[], bytea[], integer, bytea), security.read_failures(bytea[], integer, bytea),
    security.forget_failures(bytea[], bytea), security.prove_keys(text, bytea[], bytea);
DROP TABLE security.sign_in_failures;
