DROP FUNCTION security.tenants_with_lost_jobs(bytea);
