"""Nine kinds of edition with figures made by hand: what a year of briefings meets.

The golden texts of `editions/` are these in three languages, to be read line by line; `python -m tests.story.plans`
writes them anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from tests.story.months import Monthly, Table, months, table

LANGUAGES = ("en", "zh", "ur")
EDITIONS = Path(__file__).with_name("editions")
MILLION = 10**6
LINES = ("2601", "2606", "2608", "7402", "7403")
BEFORE = {"7403": 60_212_340, "7402": 28_040_110, "2608": 9_310_220, "2601": 11_120_930, "2606": 4_010_470}
_WAVE = (0, 3, -2, 4, 1, -3, 2, -1, 3, -4, 1, 2)  # per cent, month by month, the same each year


def _swaying(rates: dict[str, int]) -> Table:
    """Return three years that sway alike; from 2025 on each line moves by its per cents."""

    def value(code: str, place: int) -> int:
        drift = 100 + (rates[code] if place >= 24 else 0)
        return BEFORE[code] * (100 + _WAVE[place % 12] + place // 12) // 100 * drift // 100

    return table(value, codes=tuple(rates))


def _quiet() -> dict[str, Any]:
    def value(code: str, place: int) -> int:
        return BEFORE[code] * (1000 + 5 * _WAVE[place % 12] + place // 12) // 1000

    return {"rows": table(value, codes=LINES), "thresholds": {}}


def _lunar() -> dict[str, Any]:
    rates = {"7403": 18, "7402": -12, "2608": 9, "2601": 4, "2606": 26}
    return {"rows": _swaying(rates), "period": "2025-01..2025-02"}


def _revised() -> dict[str, Any]:
    """Eleven months of 2025 were first told two per cent lower, May one per cent higher."""
    rows = _swaying({"7403": 11, "7402": -7, "2608": 21, "2601": -14, "2606": 3})
    first = {
        key: (dollars * (101 if key[1] == "2025-05" else 98) // 100, mass)
        for key, (dollars, mass) in rows.items()
        if "2025-01" <= key[1] <= "2025-11"
    }
    return {"rows": rows, "told_first": first}


def _falling() -> dict[str, Any]:
    return {"rows": _swaying({"7403": -31, "7402": -8, "2608": -19, "2601": -52, "2606": -2})}


def _single() -> dict[str, Any]:
    return {"rows": _swaying({"7403": 14}), "period": "2025-08"}


def _missing() -> dict[str, Any]:
    """Aluminium ores have no figure now; zinc ores have none for March 2025."""
    rows = _swaying({"7403": 11, "7402": -7, "2608": 21, "2601": -14, "2606": 3})
    gone = {("2606", "2025-10"), ("2608", "2025-03")}
    return {"rows": {key: row for key, row in rows.items() if key not in gone}, "period": "2025-10", "covers": "listed"}


def _quarter() -> dict[str, Any]:
    """Months make the third quarter of 2025, with which no year ends; a line goes the other way."""
    rates = {"7403": 16, "7402": -9, "2608": 22, "2601": -24, "2606": 3}
    return {"rows": _swaying(rates), "period": "2025-Q3"}


def _first_year() -> dict[str, Any]:
    """Three lines whose figures begin in January 2025, so that no month has a year before."""
    rows = _swaying({"7403": 11, "7402": -7, "2608": 21})
    return {"rows": {key: row for key, row in rows.items() if key[1] >= "2025"}}


def _annual() -> dict[str, Any]:
    """Five lines of two years, three of them ores: a third sentence of one build would read like a table."""
    now = {"7403": 864_120_000, "7402": 288_340_000, "2608": 132_470_000, "2601": 108_050_000, "2606": 48_290_000}
    base = {"7403": 720_450_000, "7402": 336_020_000, "2608": 108_880_000, "2601": 132_910_000, "2606": 37_640_000}
    rows = {(code, year): (usd, usd // 4) for year, own in (("2025", now), ("2024", base)) for code, usd in own.items()}
    return {"rows": rows, "period": "2025", "covers": "listed", "codes": tuple(sorted(now))}


PLANS: dict[str, Callable[[], dict[str, Any]]] = {
    "quiet": _quiet,
    "lunar": _lunar,
    "revised": _revised,
    "falling": _falling,
    "single": _single,
    "missing": _missing,
    "quarter": _quarter,
    "annual": _annual,
    "first_year": _first_year,
}


@cache
def edition(plan: str, language: str) -> Monthly:
    """Return the edition of a plan in a language."""
    fields = PLANS[plan]()
    lines = tuple(sorted({code for code, _ in fields["rows"]}))
    return months(**{"codes": lines, "themes": ()} | fields, language=language)


def golden(plan: str, language: str) -> str:
    """Return every text of an edition in reading order: a sentence a line, a row of a table a line."""
    story = edition(plan, language).edition["stories"][language]
    heads = [f"{key}: {story[key]['words']}" for key in ("subject", "preheader", "title", "summary")]
    parts = ["\n".join(heads), *("\n".join(_block(block)) for block in story["blocks"])]
    return "\n\n".join(parts) + "\n"


def _block(block: Any) -> Iterator[str]:  # noqa: ANN401 -- JSON
    yield f"[{block['id']}]"
    for key, part in block.items():
        if key in {"head", "rows", "bars", "curves", "cells", "steps", "ticks", "groups"}:
            yield from (f"{key}: {line}" for line in _rows(part) if line.strip(" |"))
        elif key != "paragraphs":
            yield from (f"{key}: {words}" for words in _words(part) if words)
    for paragraph in block.get("paragraphs", ()):
        yield from ("¶ " * (not place) + words for place, words in enumerate(_words(paragraph)))


def _rows(part: Any) -> Iterator[str]:  # noqa: ANN401 -- JSON
    if any("words" in item for item in part):  # names along one line
        yield " | ".join(_words(part))
    else:
        yield from (" | ".join(_words(item)) for item in part)


def _words(node: Any) -> Iterator[str]:  # noqa: ANN401 -- JSON
    if isinstance(node, dict) and isinstance(node.get("words"), str):
        yield node["words"]
    elif isinstance(node, dict | list):
        for part in node.values() if isinstance(node, dict) else node:
            yield from _words(part)


def main() -> None:
    """Write the golden texts."""
    for plan in PLANS:
        for language in LANGUAGES:
            (EDITIONS / f"{plan}.{language}.txt").write_text(golden(plan, language), encoding="utf-8")


if __name__ == "__main__":
    main()
