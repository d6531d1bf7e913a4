"""How good the answers are, measured with questions whose answers are known, and where judgement begins."""
