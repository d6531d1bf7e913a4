"""Settings by concern; `dev`, `test` and `production` assemble them."""
