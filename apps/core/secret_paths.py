"""Paths of ours that end in a secret: the code of a card opens a home, a link from a mail an account.

No log, no audit row and no report of an error may hold what follows them; each of those places reads this list.
"""

SECRET_PATHS = "join|accounts/invitation|accounts/reset"  # noqa: S105  no secret, but what comes before one
