"""The contributions: what each line added to the change of the total, so that the printed figures add up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from generator.story import rounding
from generator.story.monthly.item import Item
from generator.story.news.report import Report
from generator.story.plan import Bar, Chart, Row

_BARS, _MAIL_BARS, _FEWEST = 8, 4, 3  # lines with a bar of their own, beside the one of all others
_SPARE = 3  # smaller lines that may have the bar of a larger one, where only so the figures add up
_TENTH = Decimal("0.05")  # of a point: a smaller bar would print as nothing


def charts(report: Report) -> Iterator[Chart]:
    """Return the chart of the pages, and that of the mail with fewer bars."""
    for name, shown, most in (("contributions", ("pdf", "html"), _BARS), ("contributions-mail", ("mail",), _MAIL_BARS)):
        if bars := _bars(report, most):
            yield _chart(report, name, shown, bars)


def _chart(report: Report, name: str, shown: tuple[str, ...], items: Sequence[Item]) -> Chart:
    month, words = report.month, report.month.words
    trade = words.trade_of(month.material.trade)
    bars = tuple(_bar(report, item) for item in items)
    first = (items[0].label or month.brief.label(items[0].code)) if bars[0].value > 0 else None
    return Chart(
        id=name,
        shown=shown,
        name=name,
        form="contributions",
        scale="points",
        title=words.bars_title(report.whole, report.first),
        subtitle=words.bars_subtitle(trade, month.period),
        alt=words.bars_alt(trade, month.period, first),
        bars=bars,
        source=month.source(),
        aside=words.bars_aside(report.whole, month.base, month.figures.currency) if "pdf" in shown else (),
        more=words.label("more"),
        description=words.bars_description(),
        head=words.bars_head(),
        rows=tuple(Row((bar.label, bar.figure), "line", item.codes) for bar, item in zip(bars, items, strict=True)),
    )


def _bar(report: Report, item: Item) -> Bar:
    claim, words = item.contribution, report.month.words
    low, value, high = (claim.low, claim.value, claim.high) if claim else (Decimal(0),) * 3
    label = item.label.text() if item.label else report.month.others(item.codes)
    figure = words.signed_points(claim)
    return Bar(label, figure, float(value), float(low), float(high), rest=item.label is None)


def _bars(report: Report, most: int) -> tuple[Item, ...]:
    """Return the lines with a bar, largest addition first, and all others as the last; none where it cannot be done.

    Which lines are folded is chosen so that the printed figures add up to the printed total.
    """
    month = report.month
    moved = [item for item in month.compared if item.contribution]
    if len(moved) < len(month.lines) or len(moved) < _FEWEST or report.whole.contribution is None:
        return ()
    shown = [item for item in moved if month.hand.tells(item.code)]
    for kept in _choices(shown, most, len(moved), month.hand.lead):
        named = {item.code for item in kept}
        rest = tuple(code for code in month.lines if code not in named)
        bars = (*sorted(kept, key=lambda item: -item.points), *([month.rest(rest)] if rest else ()))
        if _add_up(bars, report.whole):
            return bars
    return ()


def _choices(moved: Sequence[Item], most: int, every: int, lead: str | None) -> Iterator[tuple[Item, ...]]:
    """Yield the lines that may have a bar, so that what is folded is as little as can be; never a single line.

    `every` counts those as well that have none, since the editor leaves them out; the line that leads has one.
    """
    ranked = sorted(moved, key=lambda item: -abs(item.points))
    large = [item for item in ranked[: most + _SPARE] if abs(item.points) >= _TENTH or item.code == lead]
    large += [item for item in ranked[most + _SPARE :] if item.code == lead]
    if len(ranked) <= most + 1 and every - len(ranked) != 1:
        yield tuple(ranked)
    counts = [count for count in range(_FEWEST, min(most, len(large)) + 1) if every - count > 1]
    leads, sizes = {at for at, item in enumerate(large) if item.code == lead}, [abs(item.points) for item in large]
    both = [zip(combinations(range(len(large)), count), combinations(sizes, count), strict=True) for count in counts]
    ranks = [(not leads.issubset(some), -sum(own), -len(some), some) for pairs in both for some, own in pairs]
    yield from (tuple(large[at] for at in some) for *_, some in sorted(ranks))


def _add_up(bars: Sequence[Item], total: Item) -> bool:
    """Say whether the figures as printed give the total, and its print, to the decimal that all of them have."""
    shown = [rounding.points(item.contribution) if item.contribution else None for item in (*bars, total)]
    known = [value for value in shown if value is not None]
    if len(known) < len(shown) or total.contribution is None:
        return False
    *parts, whole = known
    places, print_of = (min(-int(value.as_tuple().exponent) for value in some) for some in (parts, known))
    added = sum(parts, Decimal(0))
    return rounding.rounded(added, places) == rounding.rounded(total.contribution.value, places) and rounding.rounded(
        added, print_of
    ) == rounding.rounded(whole, print_of)
