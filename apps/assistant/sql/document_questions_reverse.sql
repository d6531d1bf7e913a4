DROP FUNCTION security.document_questions(uuid, text, integer);
