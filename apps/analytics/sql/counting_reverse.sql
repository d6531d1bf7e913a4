DROP TRIGGER counted ON messages;
DROP TRIGGER counted_again ON messages;
DROP TRIGGER counted ON search_log;
DROP FUNCTION security.on_question(), security.on_search(), security.last_look(), security.note_again(uuid, timestamptz),
    security.note_question(public.messages, integer, boolean), security.note_search(public.search_log);
