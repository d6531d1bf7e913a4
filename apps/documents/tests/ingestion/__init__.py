"""Ingestion is tested alone: no Django, no database, real child processes and files made on the spot."""
