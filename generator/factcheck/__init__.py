"""Figures that somebody else printed, checked by arithmetic: the verb `check`; docs/check.md has its rules."""
