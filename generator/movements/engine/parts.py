"""Parts: how much of a series' change is average value and how much quantity, over the lines that lie within it."""

from __future__ import annotations

from math import isnan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from generator.movements.engine.panel import Panel
from generator.movements.engine.price_volume import Indices, Split, fisher, split
from generator.movements.engine.seen import Seen

PPV = "ppv"
DIGITS = 6
_PER_CENT = 100


def parts_facts(seen: Seen, at: int) -> tuple[dict[str, Any], ...]:
    """Return the price and volume split of the series in column `at`; none where it has no quantity or no year before.

    `value` is what average values moved in money, `volume` what quantities did, `items` lines at one end only,
    `unsplit` those without a usable quantity; they add up to `change`. `coverage` is the part of the value of both
    ends that is split; under 0.70 value and volume are null. `value_pct` and `volume_pct` are Fisher's, `mix` is what
    the average value of the whole moved beyond them, in per cent.
    """
    ends = seen.amounts.ends
    if ends is None or np.isnan(ends.now.quantity[within := lines_within(seen.panel, at)]).all():
        return ()
    group = np.full(len(seen.panel.codes), -1, dtype=np.intp)
    group[within] = 0
    found = split(ends.before, ends.now, ends.change, group, 1)
    return (_fact(seen, found, fisher(ends.before, ends.now, ends.change, group, found), len(within)),)


def lines_within(panel: Panel, at: int) -> NDArray[np.intp]:
    """Return the columns of the lines within `at`, itself where it is one; codes of a family stand in it alone."""
    goods = ~panel.is_partner | panel.is_partner[at]
    lines = goods.copy()
    lines[panel.parents[goods & (panel.parents >= 0)]] = False
    lines[[*panel.absorbed]] = False
    inside, up = np.zeros(len(lines), dtype=bool), np.arange(len(lines))
    while (known := up >= 0).any():
        inside |= up == at
        up = np.where(known, panel.parents[up], -1)
    return np.flatnonzero(lines & inside)


def _fact(seen: Seen, found: Split, indices: Indices, lines: int) -> dict[str, Any]:
    frame, reason = seen.frame, str(found.reason[0])
    money = {"volume": found.volume, "items": found.items, "unsplit": found.unsplit}
    told = {name: None if reason else _plain(part[0]) for name, part in money.items()}
    rates = {"value_pct": indices.price, "volume_pct": indices.volume, "mix": np.exp(indices.mix)}
    return {
        "metric": PPV,
        "value": None if reason else _plain(found.price[0]),
        "unit": frame.panel.currency,
        "period": str(frame.period(frame.at)),
        "compare_period": str(frame.period(frame.base)),
        "n": lines,
        "reason": reason,
        "flags": ["mix"] if bool(indices.is_mix[0]) else [],
        **told,
        "change": _plain(found.change[0]),
        "coverage": _plain(found.coverage[0]),
        **{name: _plain(_PER_CENT * (part[0] - 1)) for name, part in rates.items()},
    }


def _plain(value: float) -> float | None:
    return None if isnan(value) else round(float(value), DIGITS)
