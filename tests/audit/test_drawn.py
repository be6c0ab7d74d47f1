"""Link C for what is drawn: each point, part and spark is worked out again from the raw rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from generator.audit.evidence import Evidence
from generator.audit.recompute import trace
from generator.audit.tongues import LEXICONS
from generator.audit.when import mentions
from generator.trade.period import Period
from tests.audit.month_story import edition
from tests.audit.monthly import claims_data, raw

Data = dict[str, Any]


def traced(told: Data) -> list[str]:
    """Return what the raw rows do not bear out, as lines."""
    return [str(item) for item in trace(told, Evidence.of(claims_data()), raw, None)]


def of(told: Data, name: str) -> Data:
    """Return the block called `name`."""
    found: Data = next(item for item in told["stories"]["en"]["blocks"] if item["id"] == name)
    return found


DRAWN: dict[str, tuple[str, str, Callable[[Data], object]]] = {
    "a point": ("panels", "2023-06 is drawn at 41.0", lambda it: it["curves"][0]["points"].__setitem__(5, 41.0)),
    "a gap": ("panels", "2023-06 is not drawn", lambda it: it["curves"][0]["points"].__setitem__(5, None)),
    "an invented month": (
        "panels",
        "2022-12 is drawn",
        lambda it: (it["curves"][0]["spans"].insert(0, "2022-12"), it["curves"][0]["points"].insert(0, 1.0)),
    ),
    "a spark": ("table", "2024-01 is drawn at 21.0", lambda it: it["rows"][0]["spark"].__setitem__(0, 21.0)),
    "a short spark": ("table", "23 points are drawn for 24", lambda it: it["rows"][0]["spark"].pop()),
    "a part": ("shares", "Refined copper is drawn at 80.0", lambda it: it["stacks"][0]["parts"][2].update(value=80.0)),
    "parts of a part": ("shares", "its parts add up to", lambda it: it["stacks"][0]["parts"].pop()),
    "a part left out": ("shares", "it leaves out ['7403']", lambda it: it["stacks"][0]["parts"].pop()),
    "a part twice": ("shares", "2603 stands in 2 parts", lambda it: it["stacks"][0]["parts"][1].update(codes=["2603"])),
    "a bar left out": ("contributions", "it leaves out ['2603']", lambda it: it["bars"].pop()),
}


@pytest.mark.parametrize("fault", DRAWN)
def test_what_is_drawn_is_what_customs_published(fault: str) -> None:
    """A point, a part or a spark is worked out again from the raw rows."""
    name, problem, change = DRAWN[fault]
    told = edition()
    change(of(told, name))
    lines = traced(told)
    assert any(problem in line for line in lines), lines


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("In March 2023 and on 27 January 2026", [(2, 1, 2023)]),
        ("January\N{EN DASH}December 2025", [(0, 12, 2025)]),
        ("the twelve months to June 2025", [(5, 12, 2025)]),
        ("December, against 2024", [(11, 1, None), (None, 12, 2024)]),
        ("$2,024 and 2024%", []),
        ("Juices (HS 2009, 2008), against 2024", [(None, 12, 2024)]),
        ("July\N{EN DASH}March 2025-26, on 2024-25", [(6, 9, 2025), (None, 12, 2024)]),
        ("lots 2019-24", []),
    ],
)
def test_a_text_names_its_times(words: str, named: list[tuple[int | None, int, int | None]]) -> None:
    """Months, spans and years are read; days and figures are none."""
    assert named == [(one.month, one.months, one.year) for one in mentions(words, LEXICONS["en"])]


@pytest.mark.parametrize(
    ("words", "period", "fits"),
    [
        ("July–March 2025-26", "2025-07..2026-03", True),
        ("July–March 2025-26", "2024-07..2025-03", False),
        ("July–December 2025-26", "2025-07..2025-12", True),
        ("July–December 2024-25", "2025-07..2025-12", False),
        ("2025-26", "2025-07..2026-03", True),
        ("2025-26", "2026-01..2026-03", False),
        ("2024-25", "2025-07..2026-03", False),
    ],
)
def test_a_year_from_july_is_named_by_both_of_its_years(words: str, period: str, fits: bool) -> None:  # noqa: FBT001 -- a table
    """The year that begins says which; no other span has such a name."""
    [one] = mentions(words, LEXICONS["en"])
    assert (fits, fits) == (one.fits(Period.parse(period)), one.touches(Period.parse(period)))
