"""The rules of thumb of a newsroom, on the same files: what a change of a fifth, or of most money, would pick."""

from __future__ import annotations

import csv
from collections.abc import Callable
from math import inf
from pathlib import Path
from typing import Any

from tests.panels.months import month, written

Pick = dict[str, Any]
Change = tuple[str, float, float]  # series, now less then, and that as a part of then (infinite from nothing)
NOTABLE = 0.2


def by_rate(changes: list[Change]) -> list[Change]:
    """Return changes of more than a fifth, the largest rate first."""
    return sorted((one for one in changes if abs(one[2]) > NOTABLE), key=lambda one: (-abs(one[2]), -abs(one[1])))


def by_money(changes: list[Change]) -> list[Change]:
    """Return changes of more than a fifth, the most money first."""
    return sorted((one for one in changes if abs(one[2]) > NOTABLE), key=lambda one: -abs(one[1]))


def top_movers(changes: list[Change]) -> list[Change]:
    """Return all changes, the most money first."""
    return sorted(changes, key=lambda one: -abs(one[1]))


RULES: dict[str, Callable[[list[Change]], list[Change]]] = {
    "y/y over 20 %, by rate": by_rate,
    "y/y over 20 %, by money": by_money,
    "top movers by money": top_movers,
}


def picks(rule: str, folder: Path, first: int = 20) -> list[Pick]:
    """Return the first picks of a rule among the lines of a panel that are no sums of others.

    At that level alone a newsroom tells nothing twice; with chapters and total in the list every large line would be.
    """
    return [
        {"series": series, "direction": "up" if more > 0 else "down", "kind": "spike"}
        for series, more, _ in RULES[rule](_changes(folder))[:first]
    ]


def _changes(folder: Path) -> list[Change]:
    with (folder / "panel.csv").open(encoding="utf-8", newline="") as text:
        lines = list(csv.DictReader(text))
    newest = max(line["period"] for line in lines)
    before, above = written(month(newest) - 12), {line["parent"] for line in lines}
    values: dict[str, dict[str, float]] = {newest: {}, before: {}}
    for line in lines:
        if line["period"] in values and line["series"] not in above:
            values[line["period"]][line["series"]] = float(line["value_usd"] or 0)
    now, then = values[newest], values[before]
    return [
        (series, more, more / base if base else inf)
        for series in sorted(now.keys() | then.keys())
        if (more := now.get(series, 0) - (base := then.get(series, 0)))
    ]
