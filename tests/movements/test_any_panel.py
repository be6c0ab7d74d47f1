"""Any panel at all, with gaps, marks, holidays, months together: it is judged, and what is said of it is JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.movements.edition_memory import Memory
from generator.movements.lunar_new_year import new_years
from generator.movements.panel import CodeBreak, Panel
from generator.movements.picks import verdict
from generator.trade.period import Period
from tests.movements.panels import made, picked

CODES = ("total", "74", "7403", "740311", "740319", "7404", "76", "7601")
VALUES = st.sampled_from([0.0, 0.0, np.nan, 1.0, 500.0, 1e6, 1e6, 1.1e6, 2e6, 5e7, 1e12])
ENDS = ("2025-12", "2026-01", "2026-02", "2026-03", "2025-Q4", "2025")


@st.composite
def panels(draw: Any) -> Panel:  # noqa: ANN401 -- of Hypothesis
    """Return a panel of a few series, most of them calm for most of the time."""
    length, end = draw(st.integers(1, 60)), draw(st.sampled_from(ENDS))
    codes = draw(st.lists(st.sampled_from(CODES), min_size=1, unique=True))
    columns, weights = {}, {}
    for code in codes:
        columns[code] = np.resize(draw(st.lists(VALUES, min_size=1, max_size=13)), length)
        changed = draw(st.dictionaries(st.integers(0, length - 1), VALUES, max_size=4))
        columns[code][list(changed)] = list(changed.values())
        weights[code] = np.resize(draw(st.lists(VALUES, min_size=1, max_size=5)), length)
    units = {code: np.resize(draw(st.sampled_from([["kg"], ["t"], ["", "kg"], ["kg", "t"]])), length) for code in codes}
    marks = {code: draw(st.sampled_from("FPXEC")) for code in codes}
    monthly = Period.parse(end).frequency == "monthly"
    split = CodeBreak("7403", ("7404",), Period.parse(end).step(-draw(st.integers(0, 30))))
    panel = made(
        columns,
        end,
        quantity=weights,
        unit={code: list(one) for code, one in units.items()},
        status=marks,
        breaks=draw(st.sampled_from([(), (split,)])),
        lunar=draw(st.sampled_from([{}, new_years(), {2026: date(2026, 2, 17)}])) if monthly else {},
    )
    return replace(panel, combined=_together(panel) & draw(st.booleans())) if monthly else panel


def _together(panel: Panel) -> np.ndarray:
    return np.array([panel.month(at) == 1 and at > 0 for at in range(len(panel.value))], dtype=bool)


@given(panels(), st.booleans())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_panel_is_judged(panel: Panel, restated: bool) -> None:  # noqa: FBT001 -- of Hypothesis
    """Without a warning, with every reason given, and each pick as JSON without a NaN."""
    older = replace(panel, value=panel.value * 1.07).until(max(0, len(panel.value) - 2)) if restated else None
    found = picked(panel, previous=older)
    for one in found.picks:
        text = json.dumps(one.as_data(), allow_nan=False)
        assert json.loads(text)["direction"] in ("up", "down")
        assert all(fact["value"] is not None or fact["reason"] for fact in one.facts if "reason" in fact)
    kept = json.dumps(found.memory.as_data(), allow_nan=False)
    assert found.memory.as_data() == Memory.read(json.loads(kept)).as_data()
    assert all(verdict(found, code).judgement.words for code in panel.codes)
