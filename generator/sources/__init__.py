"""Sources: turn what publishers print into a Batch, strictly. Nothing is stored here.

`read` is pure: reading the same bytes again gives the same batch.
"""

from __future__ import annotations

from generator.sources.batch import read
from generator.sources.faults import NothingUsable, write_refusals
from generator.sources.large_file import is_large, read_large
from generator.sources.publisher_forms import (
    changed_settings,
    layout_of,
    layout_of_head,
    layout_of_period,
    publication_day,
)
from generator.sources.side_document import SideLayout
from generator.sources.side_release import read_context, read_names
from generator.sources.table_layout import FIELDS, TableLayout

AnyLayout = TableLayout | SideLayout

__all__ = [
    "FIELDS",
    "AnyLayout",
    "NothingUsable",
    "SideLayout",
    "TableLayout",
    "changed_settings",
    "is_large",
    "layout_of",
    "layout_of_head",
    "layout_of_period",
    "publication_day",
    "read",
    "read_context",
    "read_large",
    "read_names",
    "write_refusals",
]
