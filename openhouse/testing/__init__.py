"""The test room: real PostgreSQL, the app's own unprivileged login, real commits, two tenants in every test."""
