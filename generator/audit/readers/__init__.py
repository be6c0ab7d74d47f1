"""Finished files read back: each format as its reader’s program shows it."""
