DROP FUNCTION security.claim_answer(text);
DROP FUNCTION security.keep_answer(text, text, bytea, integer, text, text, bytea);
DROP FUNCTION security.prune_answers(bytea);
DROP TABLE security.answers;
