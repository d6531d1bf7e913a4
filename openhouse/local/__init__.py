"""The local set-up behind `make`: a database, secrets and processes for one clone on one machine.

It prepares the ground on which Django starts, so it never imports Django's settings.
"""
