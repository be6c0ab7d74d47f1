"""What comes later changes nothing of what is said now: not more months, nor codes that only they have."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from generator.movements.panel import Panel, with_rests
from tests.movements.panels import MILLION, calm, made, picked, summed

LATER, MONTHS, LINES = 12, 42, 24  # under two years of changes: series of like size lend their spread


def panel_of(seed: int, late: int) -> Panel:
    """Return lines, one of them eight times as large in the month a year before the end, and `late` ones after it."""
    dice = np.random.default_rng(seed)
    columns = {
        f"{7400 + at}": calm(f"{seed}{at}", float(dice.lognormal(16, 1)), MONTHS, 0.03 + 0.1 * dice.random())
        for at in range(LINES)
    }
    columns["7403"] = columns["7403"].copy()
    columns["7403"][-LATER - 1] *= 8
    for at in range(late):
        fresh = calm(f"{seed} late {at}", 5 * MILLION, MONTHS)
        fresh[:-LATER] = 0
        columns[f"{7600 + at}"] = fresh
    return made(summed(columns))


def cut(panel: Panel) -> Panel:
    """Return the table as it was a year before: its months, and the codes that had been traded."""
    before = panel.until(len(panel.value) - 1 - LATER)
    kept = [at for at, code in enumerate(before.codes) if np.nan_to_num(before.value[:, at]).any() or code == "total"]
    places = {old: new for new, old in enumerate(kept)}
    columns: dict[str, Any] = {name: getattr(before, name)[:, kept] for name in ("value", "quantity", "unit", "status")}
    names: dict[str, Any] = {name: tuple(getattr(before, name)[at] for at in kept) for name in ("codes", "levels")}
    parents = np.array([places.get(int(before.parents[at]), -1) for at in kept], dtype=np.intp)
    return replace(before, parents=parents, **columns, **names)


@pytest.mark.parametrize("seed", range(4))
def test_codes_that_come_later_are_not_seen_before(seed: int) -> None:
    """Thirty more columns without trade had made other bands of size, other spreads and other chances."""
    full = panel_of(seed, late=30)
    when = str(full.period(len(full.value) - 1 - LATER))
    found, known = picked(full, when), picked(cut(full), when)
    assert known.picks
    assert [one.as_data() for one in known.picks] == [one.as_data() for one in found.picks]
    assert str(known.left_out) == str(found.left_out)


def test_a_rest_that_comes_later_is_none_before() -> None:
    """Half a dollar of 1 a child is left over each month, and a million in the last one."""
    line, chapter = np.full(24, 10 * MILLION), np.full(24, 10 * MILLION + 0.5)
    chapter[-1] += MILLION
    panel = replace(made({"total": chapter, "74": line}), decimals=1)
    value = with_rests(panel).value[:, -1]
    assert not value[:-1].any()
    assert MILLION + 0.5 == value[-1]
