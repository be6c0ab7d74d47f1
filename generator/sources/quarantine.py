"""The quarantine file: which rows were set aside and why, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from generator.trade.release import Refusal

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a cell that begins so is run, not shown


def write_refusals(refusals: Iterable[Refusal]) -> bytes:
    """Return the refusals as CSV (UTF-8): file, row, column, reason, text."""
    page = io.StringIO()
    table = csv.writer(page, lineterminator="\n")
    table.writerow(["file", "row", "column", "reason", "text"])
    for one in refusals:
        table.writerow([_shown(one.file), one.row, _shown(one.column), _shown(one.reason), _shown(one.text)])
    return page.getvalue().encode()


def _shown(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
