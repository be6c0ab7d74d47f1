"""What China's customs calls economies, continents and groups in its tables; a whole name, never a part of one.

Guinea (几内亚) stands within Guinea-Bissau and Papua New Guinea: names are looked up whole.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from generator.sources.gacc.headers import folded
from generator.trade.codes import area


@cache
def _rows() -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    text = files("generator.sources.gacc").joinpath("names.csv").read_text(encoding="utf-8")
    return tuple(
        (row["iso3"], tuple(row["zh"].split(";")), tuple(row["en"].split(";")))
        for row in csv.DictReader(text.splitlines())
    )


@cache
def economies_by_name() -> Mapping[str, str]:
    """Return folded name, Chinese or English, to ISO letters; "" for continents, groups and what is no economy."""
    return {folded(name): iso3 for iso3, chinese, english in _rows() for name in (*chinese, *english) if name}


def names_of(iso3: str) -> tuple[str, str]:
    """Return what an economy is called in English and in Chinese."""
    chinese = next((names[0] for letters, names, _ in _rows() if letters == iso3), "")
    return area(iso3).name, chinese
