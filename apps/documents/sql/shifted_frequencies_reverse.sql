DROP FUNCTION security.shift_frequencies(uuid, uuid, boolean);
