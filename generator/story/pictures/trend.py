"""One line month by month, in the band of its usual changes: the only one of a briefing, else the one that leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import dropwhile, islice, pairwise

from generator.movements.surprise import MOST, usual
from generator.story import gaps as missing
from generator.story.amounts import Amount
from generator.story.brief import Trade
from generator.story.history import months_back as steps_back
from generator.story.item import Item
from generator.story.month import Month
from generator.story.news.report import Report
from generator.story.pictures.panels import months_back, points, scale, year_from
from generator.story.plan import Break, Chart, Curve, Row, Text
from generator.story.rounding import MILLIONS
from generator.trade.currency import rough_worth
from generator.trade.period import Period

_MONTHS, _FEWEST = 60, 13
_YEAR, _HOLIDAY = 12, 2  # months; those from January on between which Lunar New Year moves
_BEFORE = 6  # months in front of the first figure that are shown where other goods were counted then
_TOO_WIDE = 2  # times the highest month: a band that reaches beyond it leaves the line no room, and says little
Ends = tuple[float | None, ...]


def chart(report: Report) -> Chart | None:
    """Return the chart of the line; None for two months in one, a month without a figure, or a short past."""
    month, item = report.month, _item(report)
    if item is None or month.period.months > 1 or item.amount is None:
        return None
    spans = _spans(month, item)
    if len(spans) < _FEWEST:
        return None
    curve = _curve(month, item, spans)
    words, trade = month.words, month.words.trade_of(_trade(month, item))
    top = max(point for point in (*curve.points, *curve.highs) if point is not None)
    title = words.trend_title(item)
    return Chart(
        id="trend",
        shown=("pdf", "html", "mail"),
        name="trend",
        form="trend",
        scale=MILLIONS.name,
        title=title,
        subtitle=words.trend_subtitle(
            trade, spans[0], spans[-1], month.figures.currency, dashed=bool(curve.provisional)
        ),
        alt=words.trend_alt(title, trade, spans[0], spans[-1]),
        curves=(curve,),
        band=words.band_name() if curve.lows else None,
        breaks=_breaks(month, item, spans),
        steps=tuple(year_from(span, spans[-1]) for span in spans),
        ticks=tuple(words.tick(value) for value in scale(Decimal(repr(top)))),
        source=month.source(),
        aside=_aside(month, item, spans, banded=bool(curve.lows)),
        more=words.label("more"),
        description=words.trend_description(title, band=bool(curve.lows)),
        head=words.panels_head(month.period, month.figures.currency),
        rows=(Row((_name(item), *words.pair_cells(item)), "line", item.codes),),
    )


def _item(report: Report) -> Item | None:
    """Return the line: the only one, the editor's, the one that carried the total, else the largest one."""
    lead = report.month.lines[0] if report.month.is_single else report.month.hand.lead
    return report.month.item(lead) if lead else report.first or next(iter(report.month.items), None)


def _name(item: Item) -> Text:
    return item.name


def _trade(month: Month, item: Item) -> Trade:
    """Return the trade in the line alone."""
    of = replace(month.material.trade.of, codes=item.codes)
    return Trade(of, (month.material.named(item.code),))


def _spans(month: Month, item: Item) -> tuple[Period, ...]:
    """Return the months that are drawn: from the first figure on, or from a little before where others were counted."""
    spans = months_back(month, _MONTHS)
    own = tuple(dropwhile(lambda span: month.amount(item.codes, span) is None, spans))
    if not own:
        return ()
    before = (Period(own[0].first - back, 1) for back in range(_BEFORE, 0, -1))
    return (*(span for span in before if _pair(month, item, span)), *own)


def _pair(month: Month, item: Item, span: Period) -> tuple[str, str] | None:
    """Return how the line was counted in a month and how it is now, None where it was counted as it is."""
    pairs = (month.figures.broken.get(code, {}) for code in item.codes)
    return next((own[when] for own in pairs for when in own if when.first <= span.first <= when.last.first), None)


def _breaks(month: Month, item: Item, spans: Sequence[Period]) -> tuple[Break, ...]:
    found = ((other, _pair(month, item, one)) for one, other in pairwise(spans) if not _pair(month, item, other))
    return tuple(Break(str(span), month.words.break_name(pair)) for span, pair in found if pair)


def _aside(month: Month, item: Item, spans: Sequence[Period], *, banded: bool) -> tuple[Text, ...]:
    """Return how to read the band, and why the line begins anew at a rule; nothing where it has neither."""
    pairs = dict.fromkeys(pair for span in spans if (pair := _pair(month, item, span)))
    notes = tuple(missing.counted_otherwise(month, item.codes, pair) for pair in pairs)
    if not banded:
        return (month.words.how_to_read(), *notes) if notes else ()
    return (*month.words.band_aside(lunar=month.is_lunar), *notes)


def _curve(month: Month, item: Item, spans: Sequence[Period]) -> Curve:
    drawn = points(month, item.codes, spans)
    lows, highs = _band(month, item, spans)
    top = max((point for point in drawn if point is not None), default=0.0)
    if max((high for high in highs if high is not None), default=0.0) > _TOO_WIDE * top:
        lows, highs = (), ()
    return Curve(
        month.words.span(month.period),
        month.words.panel_figure(item),
        item.codes,
        tuple(map(str, spans)),
        drawn,
        "fallen" if item.way == "down" else "line",
        lows,
        highs,
        _provisional(month, item, spans),
    )


def _provisional(month: Month, item: Item, spans: Sequence[Period]) -> tuple[str, ...]:
    """Return the months that are provisional; none where all of them are, which the source line says."""
    known = [(span, one) for span in spans if (one := month.amount(item.codes, span))]
    marked = tuple(str(span) for span, one in known if "P" in one.marks)
    return marked if len(marked) < len(known) else ()


def _band(month: Month, item: Item, spans: Sequence[Period]) -> tuple[Ends, Ends]:
    """Return the usual range of each month that has a base; nothing where too little is known to say what is usual."""
    year, levels = _YEAR - month.is_lunar, list[Amount]()
    for when in islice(steps_back(month), year + MOST + 1):
        if (one := month.amount(item.codes, when)) is None:
            break
        levels.append(one)
    if not levels or not all(one.is_exact for one in levels):
        return (), ()
    ends = usual([one.value for one in levels], year, rough_worth(Decimal(1), levels[0].unit))
    if ends is None:
        return (), ()
    bases = [None if _is_apart(month, span) else month.amount(item.codes, span.year_before()) for span in spans]
    for one in (*levels, *filter(None, bases)):
        month.material.ledger.draw(one.cells)
    found = [ends(base.value) if base and base.value else None for base in bases]
    lows, highs = (
        tuple(float(pair[end].scaleb(-MILLIONS.power)) if pair else None for pair in found) for end in (0, 1)
    )
    return (lows, highs) if lows[-1] is not None else ((), ())


def _is_apart(month: Month, span: Period) -> bool:
    return month.is_lunar and span.first % _YEAR < _HOLIDAY
