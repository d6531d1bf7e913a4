DROP FUNCTION security.open_questions(uuid, boolean, text, integer, text);
