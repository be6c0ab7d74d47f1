"""Stood: whether an amount that the last edition printed is another one by today's releases."""

from __future__ import annotations

from decimal import Decimal

from generator.audit.edition import Data
from generator.audit.gathered import number
from generator.audit.undone import Bench, Undone, middle
from generator.trade.period import Period

_LITTLE = Decimal("0.01")  # of an amount: less is called "little changed"
_SURELY = Decimal("1.1")  # times what an amount must be off by, so that no rounding decides


def level(bench: Bench, row: Data) -> Undone | None:
    """Return what an amount came to; None where that is not known, or where it came to nothing."""
    now = bench.span(row["codes"], Period.parse(row["period"]))
    try:
        was = number(row["shown"])
    except ValueError:
        return None
    if now is None or now[0] <= 0 or was <= 0 or row["unit"] != bench.money:
        return None
    step = Decimal(1).scaleb(int(was.as_tuple().exponent))
    least = _SURELY * max(step, _LITTLE * was)
    must = now[0] - was > least or was - now[1] > least
    value = middle(now)
    error = abs(100 * (value / was - 1))
    gravity = bench.gravity(row, error, turned=False)
    return Undone(row, f"the releases now give {value:.0f}", gravity, bench.is_ours(row) and must)
