"""The months of a lab: each is judged by what counts the same goods as its own figures do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pytest

from generator.desk.lab.months import figures_of, months_of
from generator.movements.engine import Panel
from generator.trade.figures import Figures
from generator.trade.period import Period
from tests.desk.lab_desk import MONTHS, PARTIES
from tests.desk.own_desk import briefing, own_desk, row

MOVED, SAME = "030289", "030192"  # the first lost fish to 0302.4 in 2017, the second is unchanged
OLD, NEW = "HS2012", "HS2017"


@pytest.fixture(scope="module", name="figures")
def of_two_codes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    """Return three years of both codes."""
    rows = [row(PARTIES, month, code, 100_000 + at) for at, month in enumerate(MONTHS) for code in (MOVED, SAME)]
    desk = own_desk(tmp_path_factory.mktemp("months") / "desk", rows, {"fish": briefing(PARTIES, (MOVED, SAME))})
    with desk.store:
        yield figures_of(desk, "fish")


def judged(figures: Figures, editions: Mapping[int, str], valuations: Mapping[int, str]) -> dict[str, Panel]:
    """Return the panel of each month, where each year counts by an edition and is valued in a way."""
    cells = {
        key: replace(cell, edition=editions.get(key[1].year, ""), valuation=valuations.get(key[1].year, ""))
        for key, cell in figures.cells.items()
    }
    return {str(period): panel for period, panel in months_of(replace(figures, cells=cells))}


def known(panel: Panel, code: str, month: str) -> bool:
    """Say whether the panel has a figure of a code in a month."""
    at = panel.row(Period.parse(month))
    return at >= 0 and not np.isnan(panel.value[at, panel.places[code]])


def test_a_month_before_the_new_nomenclature_keeps_its_past(figures: Figures) -> None:
    """And one after it has none of a code that came to count other goods."""
    found = judged(figures, {2023: OLD, 2024: OLD, 2025: NEW}, {})
    before, after = found["2024-06"], found["2025-06"]
    assert known(before, MOVED, "2023-06")
    assert (False, True) == (known(after, MOVED, "2024-06"), known(after, MOVED, "2025-06"))
    assert known(before, SAME, "2023-06")
    assert known(after, SAME, "2024-06")


def test_a_month_before_another_valuation_keeps_its_past(figures: Figures) -> None:
    """Nothing is compared from CIF to FOB."""
    found = judged(figures, {}, {2023: "CIF", 2024: "CIF", 2025: "FOB"})
    assert known(found["2024-06"], SAME, "2023-06")
    assert not known(found["2025-06"], SAME, "2024-06")


def test_months_that_count_alike_share_a_panel(figures: Figures) -> None:
    """It is made once for each nomenclature."""
    found = judged(figures, {2023: OLD, 2024: OLD, 2025: NEW}, {})
    assert 24 == len(found)
    assert 2 == len({id(panel) for panel in found.values()})
