"""Large files: what `sources.read` says of a table, worked out by DuckDB where rows are plain, in little memory.

The rules stand in `sources.row` alone. Each text of a column is judged there once; what a rule set aside, or what is
written in an odd way, is judged there row by row.
"""

from __future__ import annotations

from generator.sources.large.reading import is_large, read_large

__all__ = ["is_large", "read_large"]
