"""What the parents of a bare table contradict: a month that is half there vanishes from nothing, and is said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from generator.editions.bare_panel import doubts, picks_of
from generator.movements.picks import PanelPicks
from tests.desk.bare_table import CODES, months, rows, run, table

END = "2025-12"
GONE = "74", "7403", "7404", "7408", "7602", "7604"
ENDED = {"vanished", "ceased"}


def without(codes: tuple[str, ...], when: tuple[str, ...] = (END,), lines: list[str] | None = None) -> list[str]:
    """Return the rows of the usual table without some series in some months; the total stays."""
    return [
        one
        for one in lines or rows()
        if not (one.split(",")[0] in codes and any(f",{month}," in one for month in when))
    ]


def picked(folder: Path, lines: list[str], period: str = END) -> PanelPicks:
    """Return the picks of some rows."""
    return picks_of(table(folder, lines), period)


def kinds(found: PanelPicks) -> set[str]:
    """Return what is told, and what was left out."""
    return {one.kind for one in found.told} | {one.kind for one in found.left_out}


def values(found: PanelPicks, codes: tuple[str, ...], back: int = 1) -> list[float]:
    """Return the values of some series in the last period, or in one before."""
    return [float(found.judged.panel.value[-back, found.judged.panel.places[one]]) for one in codes]


def test_a_month_that_is_half_there_has_missing_figures_and_not_zeros(tmp_path: Path) -> None:
    """Three of nine series are there, and the total of all: nothing vanished."""
    found = picked(tmp_path, without(GONE))
    assert not ENDED & kinds(found)
    assert np.isnan(values(found, GONE)).all()
    [said] = doubts(found)
    assert said.startswith("2025-12 has 3 of 9 series of the periods before, and total's parts make up ")
    assert " % of it, 100 % before: it looks unfinished" in said
    assert said.endswith("Mark total X in it, or add the rows.")


def test_it_is_said_on_standard_error_and_the_exit_is_0(tmp_path: Path) -> None:
    """One line, with the file."""
    file = table(tmp_path, without(GONE))
    code, said = run("--input", file, "--period", END)
    assert (0, 1) == (code, sum(one.startswith(f"warning: {file}: 2025-12 has 3 of 9 series") for one in said))


def test_the_third_such_month_has_not_ceased(tmp_path: Path) -> None:
    """A month that is not finished is no measure of the next one; in the fourth nothing is news."""
    late = ("2025-09", "2025-10", "2025-11")
    found = picked(tmp_path, without(GONE, late), "2025-11")
    assert not ENDED & kinds(found)
    assert ["2025-11", "2025-10", "2025-09"] == [one.split(" ")[0] for one in doubts(found)]
    assert () == picked(tmp_path, without(GONE, late)).told


def test_what_vanished_from_its_parent_as_well_did_vanish(tmp_path: Path) -> None:
    """Both chapters' totals fell with it: zero, and no doubt."""
    fell = rows({("7604", END): 0.0})
    found = picked(tmp_path, without(("7604",), lines=fell))
    assert ["vanished"] == [one.kind for one in found.told if one.series == "7604"]
    assert [] == doubts(found)


def test_a_line_of_little_weight_may_be_lumped_elsewhere(tmp_path: Path) -> None:
    """Of a chapter and two empty lines nobody says more than the total does: 7403 is under a tenth of 74's total."""
    lines = [one.replace(",74,", ",total,").replace(",76,", ",total,") for one in rows() if ",hs2," not in one]
    found = picked(tmp_path, without(("7403",), lines=lines))
    assert [0.0] == values(found, ("7403",))
    assert [] == doubts(found)
    found = picked(tmp_path, without(("7604",), lines=lines))
    assert np.isnan(values(found, ("7604",))).all()


def test_where_a_chapter_is_contradicted_the_other_one_is_not(tmp_path: Path) -> None:
    """The lines of 76 are missing; 7403, which fell out of 74 and of the total, was not traded."""
    lines = rows({("7403", END): 0.0})
    found = picked(tmp_path, without(("7403", "7602", "7604"), lines=lines))
    assert [0.0] == values(found, ("7403",))
    assert np.isnan(values(found, ("7602", "7604"))).all()
    assert "and 76's parts make up" in doubts(found)[0]


def flat() -> list[str]:
    """Return the headings without anything that they lie in."""
    return [",".join([*one.split(",")[:2], "", *one.split(",")[3:]]) for one in rows() if ",hs4," in one]


@pytest.mark.parametrize(("gone", "said"), [(CODES[2:], ["2025-12 has 2 of 6"]), (CODES[3:], [])])
def test_without_a_parent_far_fewer_series_are_said(tmp_path: Path, gone: tuple[str, ...], said: list[str]) -> None:
    """Two of six, and not three; they count as not traded, as the form of the table has it."""
    found = picked(tmp_path, without(gone, lines=flat()))
    assert [0.0] * len(gone) == values(found, gone)
    assert said == [one.partition(" series of the periods before; those without a row")[0] for one in doubts(found)]


def test_january_and_february_together_are_two_months(tmp_path: Path) -> None:
    """A sum of two months is no rest of one, and half of it is missing like any month."""
    two = "2025-01..2025-02"
    times = [one for one in months() if not one.startswith("2025")] + [two]
    doubled = {(code, two): 2.0 for code in CODES}
    assert [] == doubts(picked(tmp_path, rows(doubled, times), two))
    found = picked(tmp_path, without(GONE, (two,), rows(doubled, times)), two)
    assert np.isnan(values(found, GONE)).all()


def test_a_total_in_other_units_than_its_parts_is_named(tmp_path: Path) -> None:
    """With its month, both sums, and in how many months before it is so."""
    lines = [one if not one.startswith("total,") else scaled(one, 0.001) for one in rows()]
    found = picked(tmp_path, lines)
    parts = sum(int(one.split(",")[4]) for one in rows() if END in one and ",hs2," in one)
    [said] = doubts(found)
    assert said.startswith(
        f"total in 2025-12 is {round(parts / 1000):,}, and what lies in it adds up to {parts:,}. Look"
    )
    assert said.endswith("(and in 83 of the periods before).")


@pytest.mark.parametrize(("factor", "said"), [(0.92, False), (0.9, True)])
def test_a_parent_may_be_a_tenth_less_than_its_parts(tmp_path: Path, factor: float, *, said: bool) -> None:
    """Rounding and late lines; a tenth more cannot lie in it."""
    lines = [scaled(one, factor) if one.startswith("total,") and END in one else one for one in rows()]
    assert said == bool(doubts(picked(tmp_path, lines)))


def scaled(line: str, factor: float) -> str:
    """Return a row with its value times a factor."""
    cells = line.split(",")
    return ",".join([*cells[:4], str(round(float(cells[4]) * factor)), *cells[5:]])
