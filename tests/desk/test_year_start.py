"""A year to date that begins in July: of thresholds, in the text, in tables and pictures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.editions.edition_movements import movements_of
from generator.intake.period_choice import figures_for
from generator.movements.metric_values import value_of
from generator.settings.desk_parts import DeskParts
from tests.desk.own_desk import Parties, briefing, own_desk, row

WHO = ("PAK", "CHE", "export")
MILLION = 10**6
LINES = {"5205": 40, "1006": 30, "6302": 20}
RULE = 'thresholds: {series: {"5205": {notable: {metric: ytd, gte: 1}}}}\n'


def rows(end: int = 2026 * 12 + 1) -> Iterator[str]:
    """Yield months from July 2022: each line has its level, a tenth more in every fiscal year, whole millions."""
    for at in range(2022 * 12 + 6, end + 1):
        year = (at - 6) // 12 - 2022
        for code, level in LINES.items():
            yield row(WHO, f"{at // 12}-{at % 12 + 1:02d}", code, level * MILLION * (10 + year) // 10)


def desk(folder: Path, start: str = "  year_start: 7\n", who: Parties = WHO) -> DeskParts:
    """Return a desk with one briefing whose year to date begins as `start` says."""
    table = [line.replace(",".join(WHO), ",".join(who)) for line in rows()]
    return own_desk(folder / "desk", table, {"fiscal": briefing(who, tuple(LINES), start) + RULE})


@pytest.mark.parametrize(
    ("period", "months"), [("2026-02", 8), ("2025-12", 6), ("2025-09", 3), ("2025-08", 2), ("2025-07", 1)]
)
def test_the_year_to_date_of_a_line_and_of_its_past_begins_in_july(tmp_path: Path, period: str, months: int) -> None:
    """From July on 52 million a month (40, a tenth of that more in each of three years), a year before 48: 8.33 %."""
    made = desk(tmp_path)
    with made.store:
        found = movements_of(
            made.desk, made.store, "fiscal", figures_for(made.desk, made.store, "fiscal", period, None)
        )
    line, seen = found.movements.line("5205"), found.picks.judged.snapshot  # type: ignore[union-attr]
    at = seen.panel.places["5205"]
    assert [52 * MILLION * months] * 2 == [line.metric("ytd").value, value_of(seen, "ytd", at).value]
    rates = line.metric("ytd_yoy").value, value_of(seen, "ytd_yoy", at).value
    assert [8.3333, 8.3333] == [round(float(rate or 0), 4) for rate in rates]
