DELETE FROM tenants WHERE id = '00000000-0000-0000-0000-000000000001'
    AND NOT EXISTS (SELECT 1 FROM staff WHERE tenant_id = tenants.id);
DROP TRIGGER subject ON tenants;
DROP TRIGGER subject ON memberships;
DROP TRIGGER subject ON staff;
DROP INDEX ix_staff_sign_in;
DROP FUNCTION security.put_membership(), security.put_staff(), security.put_tenant(), security.staff_by_email(text, bytea);
