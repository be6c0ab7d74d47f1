"""Remedies: what helps where no row of a file can be used, and a setting would put its words into ours."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.sources.layout import TableLayout
from generator.trade.codes import areas
from generator.trade.release import Refusal

_MEND = "Mend the file."
_SETTING = "If that is right, write {} in the source's settings; else mend the file."
_TOLD_BY_SETTINGS = ("tables", "sql")  # kinds whose files are as they are declared
_WRITTEN = {
    "first-day": r"[0-9]{4}-(0[1-9]|1[0-2])-01",
    "yyyymm": r"[0-9]{4}(0[1-9]|1[0-2])",
    "iso": r"[0-9]{4}(-(0[1-9]|1[0-2]))?",
}


def remedy_of(layout: TableLayout, refusals: Sequence[Refusal]) -> str:
    """Return what helps a file of which every row was refused, by its first one."""
    if not refusals or layout.kind not in _TOLD_BY_SETTINGS:
        return _MEND
    first = refusals[0]
    field = next((name for name, column in layout.columns.items() if column == first.column), "")
    if field == "period":
        other = next((how for how, form in _WRITTEN.items() if re.fullmatch(form, first.text)), layout.periods)
        return _SETTING.format(f"periods: {other}") if other != layout.periods else _MEND
    if field in ("reporter", "partner", "flow") and first.text:
        ours = "import" if field == "flow" else _letters(first.text)
        return _SETTING.format(f'words: {{{field}: {{"{first.text}": {ours}}}}} and every other such word')
    return _MEND


def _letters(name: str) -> str:
    """Return the ISO letters of the economy that has that name, else those of an example."""
    return next((one.iso3 for one in areas().values() if one.name.casefold() == name.casefold()), "PAK")
