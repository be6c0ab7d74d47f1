"""The news of an edition: what happened, what caused it and what it compares with; and the table of headlines."""
