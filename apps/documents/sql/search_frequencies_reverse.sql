DROP FUNCTION security.rebuild_frequencies(uuid);
DROP FUNCTION security.reached_tenant(uuid);
DROP FUNCTION security.scope_reaches(uuid, uuid);
