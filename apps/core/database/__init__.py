"""The PostgreSQL backend with two additions: every outermost transaction enters its row scope, and every table that a
migration makes belongs to the role that owns tables."""
