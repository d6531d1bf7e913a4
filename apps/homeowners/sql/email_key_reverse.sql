DROP INDEX ix_homeowner_email_key;
DROP TRIGGER email_key ON homeowners;
DROP FUNCTION security.key_email();
