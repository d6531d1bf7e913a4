"""A child process for what a hostile file may do to a parser. Needs no Django, so that the child starts fast."""
