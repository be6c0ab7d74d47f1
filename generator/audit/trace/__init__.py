"""Claims traced to cells, and cells to the bytes of their releases, by the auditor’s own readers and arithmetic."""
