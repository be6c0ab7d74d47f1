"""Whose market: the shares of the seven largest partners now and a year before, and that of the edition's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.story.amounts import Amount, Claim
from generator.story.month import Month
from generator.story.news.market import MarketChange, SupplierRank, market_of
from generator.story.picture import PicturePlan, picture, single_chart
from generator.story.plan import Chart, Curve, Row, Text
from generator.story.words.cells import NONE
from generator.story.words.speech import Noun, Slot

_MOST, _FEWEST = 7, 3  # of the largest partners, at most; of all, at least


@dataclass(frozen=True)
class _Supplier:
    """One partner with its share now and a year before, and the points between them."""

    partner: str
    share: Claim
    base: Claim | None  # None where it had no trade
    gain: Claim | None
    rank: Claim | None  # of the edition's own partner


def chart(month: Month) -> Chart | None:
    """Return the chart. None where not all partners are known, or few have trade."""
    market = market_of(month, month.step(month.total_codes, month.period))
    if market is None or market.ranks is None:
        return None
    suppliers = _suppliers(month, market, *market.ranks)
    title = _title(month, market)
    if len(suppliers) < _FEWEST or title is None:
        return None
    words = month.words
    ends = words.ends(month.period)
    slots: dict[str, Slot] = {
        **ends,
        "market": words.market_of(month.trade),
        "partner": Noun(words.land(month.trade.selection.partner)),
    }
    subtitle = "subtitle" if len(suppliers) <= _MOST else "subtitle_own"
    heads = [words.say("partners.head", when=ends[end]) for end in ("when", "before")]
    return replace(
        picture(month, "share_dots", "partners", title, slots, name="partners", scale="per cent", subtitle=subtitle),
        curves=tuple(_curve(month, supplier) for supplier in suppliers),
        steps=tuple(words.last_year(when) for when in (month.base, month.period)),
        ticks=(words.say("partners.share"), words.say("partners.points")),
        head=(words.say("partners.partner"), *heads, words.say("partners.gain")),
        rows=tuple(_row(month, supplier) for supplier in suppliers),
    )


def _suppliers(month: Month, market: MarketChange, now: SupplierRank, base: SupplierRank) -> list[_Supplier]:
    """Return the seven largest partners and the edition's own, largest first. None of them if one has no print."""
    ledger, place = month.ledger, now.claim(month.ledger)
    levels, before = (_by_partner((rank.own, *rank.others)) for rank in (now, base))
    own = month.trade.selection.partner
    ranked = sorted(levels, key=lambda partner: (-levels[partner].value, partner))
    suppliers = []
    for at, partner in enumerate(ranked):
        if at >= _MOST and partner != own:
            continue
        share = ledger.supplier_share(levels[partner], market.whole.now)
        base_share = ledger.supplier_share(before[partner], market.whole.base) if partner in before else None
        if place is None or share is None or month.words.share(share) is None:
            return []
        gain = ledger.share_gain(share, base_share) if base_share else None
        suppliers.append(_Supplier(partner, share, base_share, gain, place if partner == own else None))
    return suppliers


def _by_partner(levels: Sequence[Amount]) -> dict[str, Amount]:
    return {level.cells[0].partner: level for level in levels}


def _curve(month: Month, supplier: _Supplier) -> Curve:
    words = month.words
    base = None if supplier.base is None else float(supplier.base.value)
    return Curve(
        words.bare_land(supplier.partner),
        words.say("partners.rank", n=words.digits(supplier.rank)) if supplier.rank else Text(""),
        month.total_codes,
        (str(month.base), str(month.period)),
        (base, float(supplier.share.value)),
        "own" if supplier.rank else "supplier",
        cells=(_shares(month, supplier)[0], _points(month, supplier)),
    )


def _row(month: Month, supplier: _Supplier) -> Row:
    words = month.words
    return Row((words.bare_land(supplier.partner), *_shares(month, supplier), _points(month, supplier)))


def _shares(month: Month, supplier: _Supplier) -> tuple[Text, Text]:
    """Return both shares; those of the edition's own partner have as many decimals as the title gives them."""
    words = month.words
    now, base = words.shares(supplier.share, supplier.base) if supplier.rank else (None, None)
    return now or words.share(supplier.share) or NONE, base or words.share(supplier.base) or NONE


def _points(month: Month, supplier: _Supplier) -> Text:
    """Return the change of a share in points, or that there was no trade to compare with."""
    return month.words.signed_points(supplier.gain) if supplier.gain else month.words.label("no_base")


def _title(month: Month, market: MarketChange) -> Text | None:
    """Return how the share of the edition's own partner moved, or where it stands. None where it has no print."""
    words = month.words
    now, base = market.shares
    slots: dict[str, Slot] = {
        "partner": Noun(words.land(month.trade.selection.partner)),
        "before": words.span(month.base),
    }
    shown_now, shown_base = words.shares(now, base)
    if now and base and shown_now and shown_base:
        way = words.way("up" if now.value > base.value else "down")
        return words.say("partners.moved", now=shown_now, base=shown_base, way=way, **slots)
    shown = words.share(now)
    return None if shown is None else words.say("partners.stood", now=shown, **slots)


PLAN = PicturePlan(single_chart(chart), "paragraphs", 2)
