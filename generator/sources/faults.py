"""Faults of a layout, after which nothing is stored, and faults of a row, which set only that row aside."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from generator.errors import SourceChanged
from generator.sources.table_layout import TableLayout
from generator.trade.codes import areas
from generator.trade.release import Refusal

_SHOWN = 80  # most characters of a cell in a message
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run a cell that begins with one of these
_FIX = "Fix the file."
_SETTING = "If that is right, write {} in the source's settings; else fix the file."
_TOLD_BY_SETTINGS = ("tables", "sql")  # kinds whose files are described by the settings alone
_WRITTEN = {
    "first-day": r"[0-9]{4}-(0[1-9]|1[0-2])-01",
    "yyyymm": r"[0-9]{4}(0[1-9]|1[0-2])",
    "iso": r"[0-9]{4}(-(0[1-9]|1[0-2]))?",
}


class LayoutFault(Exception):
    """The file differs from what the settings describe. It carries the problem and what a person can do."""

    def __init__(self, problem: str, remedy: str) -> None:
        """Keep both sentences. `named` adds source and file."""
        self.problem, self.remedy = problem, remedy
        super().__init__(problem)

    def named(self, source: str, document: str) -> SourceChanged:
        """Return the error that names source and file."""
        return SourceChanged(f"{source}: {plain(document)}: {self.problem} Nothing was stored. {self.remedy}")


def refuse_count(rows: int, least: int, most: int | None) -> None:
    """Raise LayoutFault if a file has fewer rows than `least` or more than `most` (None: no limit)."""
    if rows < least or (most is not None and rows > most):
        expected = f"at least {least:,}" + ("" if most is None else f" and at most {most:,}")
        problem = f"the file has {rows:,} rows; expected {expected}."
        raise LayoutFault(problem, remedy="Fetch it again, or change rows.")


class RowFault(ValueError):
    """One row cannot be used. It carries the field ("" for the whole row), its text and the reason."""

    def __init__(self, field: str, text: str, reason: str) -> None:
        """Keep the parts. The batch adds file, line and column."""
        self.field, self.text, self.reason = field, text, reason
        super().__init__(reason)


class NothingUsable(SourceChanged):
    """Every row was refused. `refusals` has the reasons."""

    def __init__(self, message: str, refusals: tuple[Refusal, ...]) -> None:
        """Keep the refusals, which go into the quarantine file."""
        self.refusals = refusals
        super().__init__(message)


def shown(text: str) -> str:
    r"""Return `text` with every unprintable character written as an escape like `\u202e`."""
    return "".join(mark if mark.isprintable() else mark.encode("unicode_escape").decode() for mark in text)


def plain(text: str) -> str:
    r"""Return `text` with every unprintable character written as an escape like `\u202e`, cut to a readable length.

    Direction marks and zero-width characters can make a terminal or a page show a number that is not the file's.
    """
    printable = shown(text)
    return printable if len(printable) <= _SHOWN else printable[: _SHOWN - 1] + "…"


def quoted(text: str) -> str:
    """Return `plain(text)` in quotation marks."""
    return f'"{plain(text)}"'


def write_refusals(refusals: Iterable[Refusal]) -> bytes:
    """Return the refusals as CSV (UTF-8): file, row, column, reason, text."""
    page = io.StringIO()
    table = csv.writer(page, lineterminator="\n")
    table.writerow(["file", "row", "column", "reason", "text"])
    for refusal in refusals:
        table.writerow(
            [_shown(refusal.file), refusal.row, _shown(refusal.column), _shown(refusal.reason), _shown(refusal.text)]
        )
    return page.getvalue().encode()


def _shown(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def remedy_of(layout: TableLayout, refusals: Sequence[Refusal]) -> str:
    """Return advice for a file of which every row was refused, based on the first refusal."""
    if not refusals or layout.kind not in _TOLD_BY_SETTINGS:
        return _FIX
    first = refusals[0]
    field = next((name for name, column in layout.columns.items() if column == first.column), "")
    if field == "period":
        form = next((name for name, form in _WRITTEN.items() if re.fullmatch(form, first.text)), layout.periods)
        return _SETTING.format(f"periods: {form}") if form != layout.periods else _FIX
    if field in ("reporter", "partner", "flow") and first.text:
        ours = "import" if field == "flow" else _letters(first.text)
        return _SETTING.format(f'words: {{{field}: {{"{first.text}": {ours}}}}} and every other such word')
    return _FIX


def _letters(name: str) -> str:
    """Return the ISO letters of the economy with that name, or those of an example."""
    return next((economy.iso3 for economy in areas().values() if economy.name.casefold() == name.casefold()), "PAK")
