"""Heat by month: every cell is the change of its line on a year before, its figure a claim of just that."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.audit.edition import Data
from generator.audit.evidence import Evidence
from generator.audit.gathered import number
from generator.audit.releases import Parties, Releases
from generator.audit.terms import period_of
from generator.audit.usual import steps_a_year
from generator.trade.currency import rough_worth

_FLOOR, _RATIO = Decimal(100_000), 5  # US dollars of a month's base that carries a rate; now over it
_YEAR, _TWO = 12, 2
_CLOSE = Decimal("1e-9")
_HUNDRED = Decimal(100)


def rates(curve: Data, releases: Releases, parties: Parties, money: str) -> Iterator[str]:
    """Yield the cells that are not the change of the line, or are drawn from a base that carries no rate."""
    for span, point in zip(curve["spans"], curve["points"], strict=True):
        own = period_of(span)
        if steps_a_year([parties]) < _YEAR and own.months == 1 and own.first % _YEAR < _TWO:
            yield f"{span} stands alone, where Lunar New Year moves"
        ends = own, own.year_before()
        now, base = (releases.total(parties, curve["codes"], one) for one in ends)
        has_bound = any(releases.is_bound(parties, code, one) for code in curve["codes"] for one in ends)
        least = rough_worth(_FLOOR * own.months, money)
        if not now or not base or has_bound or base < least or now > _RATIO * base:
            yield from [] if point is None else [f"{span} is drawn at {point}, and its levels carry no rate"]
            continue
        wanted = _HUNDRED * (now / base - 1)
        if point is None:  # a briefing may have higher floors for its newest month
            yield from [] if span == curve["spans"][-1] else [f"{span} is not drawn, it changed by {wanted:.6f}%"]
        elif abs(Decimal(repr(point)) - wanted) > max(abs(wanted), Decimal(1)) * _CLOSE:
            yield f"{span} is drawn at {point}, customs has {wanted:.6f}"


def figures(curve: Data, evidence: Evidence) -> Iterator[str]:
    """Yield the figures that are not of their cell: another month's, another line's, or missing."""
    cells = curve.get("cells", ())
    if cells and len(cells) != len(curve["spans"]):
        yield f"{len(cells)} figures stand in {len(curve['spans'])} cells"
    for cell, span, point in zip(cells, curve["spans"], curve["points"], strict=False):
        found = [evidence.claims.get(mark["claim"]) for mark in cell.get("marks", ())]
        if (point is None) != (not found):
            yield f"{span} has {cell['words'] or 'no figure'}, and is {'not ' if point is None else ''}drawn"
        for claim in found:
            if claim is None or (claim["kind"], claim["period"], claim["codes"]) != ("change", span, curve["codes"]):
                yield f"{cell['words']!r} in {span} is not its change"
            elif point is not None and abs(number(claim["value"]) - Decimal(repr(point))) > _CLOSE * _HUNDRED:
                yield f"{cell['words']!r} in {span} is {claim['value']}, drawn at {point}"
