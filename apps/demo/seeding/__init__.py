"""Puts the demo into the database through the services that people use. Running it again changes only the secrets."""
