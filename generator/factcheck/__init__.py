"""Fact check: recomputes figures that somebody else printed (the verb `check`). docs/check.md has the rules."""
