"""Valued: how a value is meant, CIF or FOB, by which of a row's columns repeats it to the letter.

UN Comtrade prints up to three amounts in a row: the CIF value, the FOB value, and the one that counts, which is one of
them. Where both repeat it, or neither does, nobody says; 0 there is no value but one that is not given.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from generator.sources.layout import TableLayout

_ZERO = "0."  # the signs of nothing


def valuation_reader(layout: TableLayout, header: Sequence[str]) -> Callable[[Sequence[str]], str] | None:
    """Return what says of a row's fields how its value is meant ("" where nobody does); None where no column tells."""
    if not layout.valued:
        return None
    value = header.index(layout.columns["value"])
    places = _places(layout, header)

    def told(fields: Sequence[str]) -> str:
        text = fields[value]
        found = [word for word, place in places.items() if fields[place] == text]
        return found[0] if len(found) == 1 and text.strip(_ZERO) else ""

    return told


def _places(layout: TableLayout, header: Sequence[str]) -> dict[str, int]:
    return {word: header.index(column) for word, column in layout.valued.items() if column in header}
