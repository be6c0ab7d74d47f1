"""Editions: building, drafting, comparing, explaining and regenerating one."""
