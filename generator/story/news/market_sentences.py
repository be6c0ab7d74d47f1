"""The sentences on whose market it is: level, share and rank at the end, one under the headline, one on a line."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.story.amounts import Claim, Size, YearChange, size_of
from generator.story.news.market import MarketChange, market_of, share_of
from generator.story.news.report import NewsReport
from generator.story.plan import Text
from generator.story.words.numbers import way as way_of_flow
from generator.story.words.speech import Noun, Slot

_YEAR = 12  # months
_TENTH = Decimal("0.1")  # of a share: a smaller change since the quarter before is not mentioned


def thing(report: NewsReport) -> Text | None:
    """Return the partner's share now and a year before, for the sentences under the headline."""
    market = report.news.market
    if market is None or not _is_told(report, market):
        return None
    sentence = report.say("things.market", **_share_slots(report, market))
    if sentence is not None:
        report.topics.add("share")
    return sentence


def paragraph(report: NewsReport) -> Iterator[Text]:
    """Yield the level of the market, then share and rank of the partner, where they are news or due."""
    market = report.news.market
    if market is None or not _is_told(report, market):
        return
    name = _name(report)
    level = report.level(market.whole.now)
    change = _change(report, market)
    slots: dict[str, Slot | None] = {"market": name, "time": report.words.so_far(report.news.span), "level": level}
    moved = {"change": change, "way": report.way(market.whole.way)}
    key = "body.market.meanwhile" if report.news.span == report.month.period else "body.market.opposed"
    contrasts = market.is_against and "line market" not in report.topics  # said once in a text
    first = report.say(key, **moved, **slots) if contrasts else None
    first = first or report.say("body.market.level", **moved, **slots)
    first = first or report.say("body.market.alone", **slots)
    if first is None:
        return
    yield first
    more = _share(report, market), _share_of_quarter_before(report, market), _line_of_year(report)
    yield from filter(None, more)


def _share(report: NewsReport, market: MarketChange) -> Text | None:
    """Return share and rank of the partner. The rank alone where a sentence under the headline has the share."""
    shares = _share_slots(report, market)
    if "share" in report.topics:
        return _rank(report, market, "body.market.place", partner=shares["partner"])
    rank = _rank(report, market, "body.market.rank") or ""
    sentence = report.say("body.market.share.moved", rank=rank, **shares)
    if sentence is None:
        now = report.words.share(market.shares[0])
        sentence = report.say("body.market.share.stood", rank=rank, partner=shares["partner"], now=now)
    return sentence


def _share_of_quarter_before(report: NewsReport, market: MarketChange) -> Text | None:
    """Return the partner's share in the quarter before, where the share moved the other way since, by a tenth."""
    span = report.news.span
    if span.frequency != "quarterly":
        return None
    before = span.step(-1)
    now, base = market.shares
    last = share_of(report.month, report.news.total.amount(before))
    ways = {_way_between(now, base), _way_between(now, last)}
    if now is None or last is None or ways != {"up", "down"} or abs(now.value - last.value) < _TENTH * last.value:
        return None
    return report.say(
        "body.market.share.before",
        partner=Noun(report.words.land(report.month.trade.selection.partner)),
        last=report.words.share(last),
        before=report.words.month_before(before, span),
    )


def _line_of_year(report: NewsReport) -> Text | None:
    """Return the partner's rank and share in the market of a year's leading line, where the share moved by a tenth."""
    lead = report.lead
    if lead is None or not report.news.is_year or report.news.is_one_line or "line market" in report.topics:
        return None
    market = market_of(report.month, lead)
    if market is None or not market.share_moved:
        return None
    slots = _share_slots(report, market) | {"line": report.brief_name(lead.code)}
    now = market.places[0]
    rank = None if now is None else report.words.rank(now)
    place = report.words.word("places", way_of_flow(report.month.trade.selection.flow))
    ranked = report.say("body.market.of_line.ranked", rank=rank, place=place, **slots)
    return ranked or report.say("body.market.of_line.share", **slots)


def line(report: NewsReport, part: YearChange) -> Text | None:
    """Return the market of a line, where the share clearly went another way than the line, or the market did."""
    market = market_of(report.month, part)
    if market is None or report.news.is_one_line or not market.share_moved:
        return None
    claim = report.ledger.outpaced(market.own, market.whole)
    slots = _share_slots(report, market)
    label = report.month.brief.label(part.code)
    slots["market"] = report.words.market_of_line(label, report.month.trade.selection)
    slots["change"] = _change(report, market)
    sentence = None
    if market.is_against:
        sentence = report.say("body.market.line.opposed", **slots)
    elif claim is not None and _is_opposite(market):
        names = {"line": report.brief_name(part.code), "line_way": report.way(claim.direction)}
        sentence = report.say("body.market.line", claim, **names, **slots)
    if sentence is not None:
        report.topics.add("line market")
    return sentence


def _is_told(report: NewsReport, market: MarketChange) -> bool:
    """Return whether the market is news, or due: in a quarter, a year, and the month that ends one."""
    is_end = report.month.figures.to_date.months == _YEAR
    return market.is_news or is_end or not report.news.is_month


def _is_opposite(market: MarketChange) -> bool:
    """Return whether the share went up while the line fell, or down while it rose."""
    now, base = market.shares
    if now is None or base is None:
        return False
    return {market.own.way, "up" if now.value > base.value else "down"} == {"up", "down"}


def _change(report: NewsReport, market: MarketChange) -> Text | None:
    growth = market.growth
    if growth is None:
        return None
    return report.words.changed("body.market.moved", growth, Size(size_of(growth)), market.times)


def _share_slots(report: NewsReport, market: MarketChange) -> dict[str, Slot | None]:
    """Return the slots of a share that moved. Shares that print alike are None."""
    now, base = report.words.shares(*market.shares)
    return {
        "partner": Noun(report.words.land(report.month.trade.selection.partner)),
        "market": _name(report),
        "now": now,
        "base": base,
        "way": report.way(_way_between(*market.shares)) if now is not None else None,
    }


def _way_between(now: Claim | None, base: Claim | None) -> str | None:
    if now is None or base is None or now.value == base.value:
        return None
    return "up" if now.value > base.value else "down"


def _rank(report: NewsReport, market: MarketChange, key: str, **slots: Slot | None) -> Text | None:
    """Return the partner's rank by the pattern `key`: where it moved, both ranks. None where it is unknown."""
    words = report.words
    now, base = market.places
    if now is None or base is None:
        return None
    place = words.word("places", way_of_flow(report.month.trade.selection.flow))
    if now.value == base.value:
        return report.say(f"{key}.same", now=words.rank(now), place=place, **slots)
    return report.say(
        f"{key}.moved",
        now=words.rank(now),
        base=words.rank(base),
        place=place,
        way=report.way(_way_between(now, base)),
        **slots,
    )


def _name(report: NewsReport) -> Text:
    """Return the name of the market: "China's fish imports from all suppliers"."""
    if report.single_line:
        label = report.month.brief.label(report.single_line)
        return report.words.market_of_line(label, report.month.trade.selection)
    return report.words.market_of(report.month.trade)
