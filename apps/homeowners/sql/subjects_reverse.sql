DROP TRIGGER subject ON units;
DROP TRIGGER subject ON homeowners;
DROP INDEX ix_enrolment_short;
DROP INDEX ix_enrolment_code;
DROP FUNCTION security.card_by_hash(bytea, bytea), security.put_unit(), security.put_homeowner();
