"""Link C for what is drawn: each point, part and spark is worked out again from the raw rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from generator.audit.claim_evidence import Evidence
from generator.audit.trace.recompute import trace
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
