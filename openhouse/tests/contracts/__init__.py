"""Contracts over the whole project: each walks everything there is, has a floor on how much that must be, and catches a
violation planted for it."""
