"""How good the detectors are: a quiet month that must stay silent, and planted cases that must be found."""
