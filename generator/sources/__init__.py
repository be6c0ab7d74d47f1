"""Sources: what publishers print becomes a Batch, read strictly; nothing is stored here.

`read` is pure: kept bytes read again give the same batch.
"""

from __future__ import annotations

from generator.sources.batch import read
from generator.sources.faults import NothingUsable, write_refusals
from generator.sources.large_file import is_large, read_large
from generator.sources.publisher_forms import as_begun, as_written, day_in, of_one_period, read_otherwise
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
    "as_begun",
    "as_written",
    "day_in",
    "is_large",
    "of_one_period",
    "read",
    "read_context",
    "read_large",
    "read_names",
    "read_otherwise",
    "write_refusals",
]
