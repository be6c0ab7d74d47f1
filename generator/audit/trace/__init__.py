"""Trace claims to cells, and cells to the bytes of their releases, with the auditor's own readers and arithmetic."""
