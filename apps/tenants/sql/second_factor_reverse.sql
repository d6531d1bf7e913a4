DROP TRIGGER second_factor ON authenticators;
DROP FUNCTION security.put_second_factor();
