DROP FUNCTION security.tenants_with_imports_due(bytea);
