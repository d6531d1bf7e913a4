SET ROLE openhouse_gate;
DROP FUNCTION security.take_refusals(bytea);
ALTER TABLE public.rate_limits DROP COLUMN untold;
RESET ROLE;
