"""Codes that the nomenclature joined: a family stands for its codes, and nothing counts both."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from generator.movements import Thresholds
from generator.movements.panel import CodeBreak, Floats, Panel
from generator.movements.snapshot import Snapshot, snapshot_of
from generator.trade.period import Period
from tests.movements.panels import MILLION, calm, made, summed

MONTHS = 72
OLD, NEW = "7604", ("7606", "7607")
CODES = ("7403", "7601", "7603", "7605")
BACK = (5, 20)  # months since the break: within the year that is compared, and before it


def newest(panel: Panel) -> Snapshot:
    """Return what is measured in the last row."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return snapshot_of(panel, len(panel.value) - 1, Thresholds.read().of_panel())


def lines() -> dict[str, Floats]:
    """Return five lines, of which those of chapter 76 rise together in the last month."""
    found = {code: calm(code, 10 * MILLION, MONTHS) for code in CODES} | {OLD: calm(OLD, 40 * MILLION, MONTHS)}
    for code in (*CODES[1:], OLD):
        found[code][-1] *= 1.25
    return {code: np.round(values) for code, values in found.items()}


def split(columns: dict[str, Floats], back: int) -> tuple[dict[str, Floats], list[CodeBreak]]:
    """Return the lines with 7604 as 7606 and 7607 in the last `back` months, and the break."""
    is_new = np.arange(MONTHS) >= MONTHS - back
    first = np.round(0.3 * columns[OLD])
    parts = {NEW[0]: np.where(is_new, first, 0), NEW[1]: np.where(is_new, columns[OLD] - first, 0)}
    others = {code: columns[code] for code in CODES}
    since = Period.parse("2025-12").step(1 - back)
    return others | parts | {OLD: np.where(is_new, 0, columns[OLD])}, [CodeBreak(OLD, NEW, since)]


@pytest.mark.parametrize("back", BACK)
def test_the_sum_of_a_table_without_a_total_counts_each_code_once(back: int) -> None:
    """What lies within nothing: the same aggregate as if nothing had been split, and contributions to it."""
    columns, breaks = split(lines(), back)
    whole, found = newest(made(lines())), newest(made(columns, breaks=breaks))
    assert whole.panel.total == pytest.approx(found.panel.total)
    for code in (*CODES, OLD):
        one, other = (each.metrics["contrib"][each.panel.places[code]] for each in (whole, found))
        assert one == pytest.approx(other), code


def test_a_code_whose_kin_are_not_in_the_table_leaves_the_sum_known() -> None:
    """A list of breaks may name more than a table has: what is left of them is summed as it stands."""
    columns = {code: lines()[code] for code in CODES}
    columns["7604"] = np.where(np.arange(MONTHS) < MONTHS - 5, 1 * MILLION, 0)
    breaks = [CodeBreak("7604", ("7699",), Period.parse("2025-08"))]
    assert sum(columns.values()) == pytest.approx(newest(made(columns, breaks=breaks)).panel.total)


@pytest.mark.parametrize("back", BACK)
@pytest.mark.parametrize("name", ["contrib_share", "breadth"])
def test_what_is_taken_over_all_lines_counts_a_family_once(name: str, back: int) -> None:
    """The parts of a chapter's change, and the surprises of the lines within it."""
    columns, breaks = split(lines(), back)
    whole, found = newest(made(summed(lines()))), newest(made(summed(columns), breaks=breaks))
    for code in ("76", OLD):
        one, other = (_of(each, name)[each.panel.places[code]] for each in (whole, found))
        assert one == pytest.approx(other, rel=1e-6, nan_ok=True), code
    assert not np.isnan(_of(found, name)[found.panel.places[OLD if name == "contrib_share" else "76"]])


def _of(found: Snapshot, name: str) -> Floats:
    return found.unusual.breadth if name == "breadth" else found.metrics[name]


def test_goods_and_partners_are_parts_of_one_change_each_for_itself() -> None:
    """A total of 100 to 110, by goods 6 and 4, by partners 7 and 3 of the ten: each way they make the whole."""
    ends = {"total": (100, 110), "26": (60, 66), "74": (40, 44), "DE": (70, 77), "FR": (30, 33)}
    panel = made({code: np.linspace(*values, 13) * MILLION for code, values in ends.items()})
    of_partners = [f"partner {level}" if code in ("DE", "FR") else level for code, level in _levels(panel)]
    parents = np.where(np.array(panel.codes) == "total", -1, panel.places["total"])
    found = newest(replace(panel, levels=tuple(of_partners), parents=parents))
    shares = {code: found.metrics["contrib_share"][at] for code, at in found.panel.places.items() if code != "total"}
    assert {"26": 60, "74": 40, "DE": 70, "FR": 30} == pytest.approx(shares)


def _levels(panel: Panel) -> list[tuple[str, str]]:
    return list(zip(panel.codes, panel.levels, strict=True))
