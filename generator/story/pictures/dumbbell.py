"""Two years of each line (C2): last year's level as a ring, this year's as a point, the largest of this year first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from statistics import median

from generator.story.account import Account
from generator.story.amounts import Amount, amount, is_from_little
from generator.story.item import Item
from generator.story.material import Material
from generator.story.plan import Bar, Chart, Row, Text
from generator.story.rounding import MILLIONS

_MOST, _MAIL, _FEWEST = 12, 5, 2  # lines on a page and in a mail; fewer make no order
_APART = 20  # times the median: from here on the largest have a scale of their own
_STEPS = 2  # of a scale
_EVEN = tuple(map(Decimal, ("1", "1.5", "2", "2.5", "3", "4", "5", "6", "8")))  # the last is past two thirds


def charts(material: Material) -> Iterator[Chart]:
    """Return the chart of the pages, and that of the mail with fewer lines."""
    items = tuple(_items(material))
    if len(items) >= _FEWEST:
        yield _chart(material, "dumbbell", ("pdf", "html"), items[:_MOST], len(items))
    if len(items) > _MAIL:
        yield _chart(material, "dumbbell-mail", ("mail",), items[:_MAIL], len(items))


def _items(material: Material) -> Iterator[Item]:
    """Yield the lines that have an exact figure of both years, the largest first."""
    account = Account(material.ledger)
    for cell in material.told:
        ends = [amount(material.figures, [cell.code], span) for span in (material.period, material.base)]
        if cell.code in {now.code for now, _ in material.pairs} and ends[0] and ends[1]:
            yield _item(material, account, ends[0], ends[1])


def _item(material: Material, account: Account, now: Amount, base: Amount) -> Item:
    code = now.codes[0]
    low = "low_base" in material.movements.line(code).flags or is_from_little(now, base)
    return Item(
        now.codes,
        now.span,
        material.brief.label(code),
        now,
        base,
        account.level(now),
        account.level(base),
        growth=None if low else account.growth(now, base),
        low=low,
        comparable=True,
    )


def _chart(material: Material, name: str, shown: tuple[str, ...], items: Sequence[Item], known: int) -> Chart:
    words, trade = material.words, material.words.trade_of(material.trade)
    account, currency = Account(material.ledger), material.figures.currency
    pairs = [(item.amount, item.base_amount) for item in items if item.amount and item.base_amount]
    rose, fell = (account.moved(side, pairs) for side in ("rose", "fell"))
    few = material.ledger.size([item.code for item in items]) if len(items) < known else None
    bars = tuple(_bars(material, items))
    scales = bars[-1].panel > 0
    title = words.panels_title(rose, fell, material.period, few, largest=not material.hand.left_out)
    return Chart(
        id=name,
        shown=shown,
        name=name,
        form="dumbbell",
        scale=MILLIONS.name,
        title=title,
        subtitle=words.dumbbell_subtitle(trade, material.period, currency, scales=scales),
        alt=words.dumbbell_alt(title, trade, material.period),
        bars=bars,
        ticks=tuple(words.tick(value) for value in _ticks(bars)),
        source=words.source_line(
            material.brief.customs,
            material.members,
            material.figures.vintage.as_of,
            material.warning,
            material.editions,
        ),
        aside=words.dumbbell_aside(left_out=known < len(material.told)),
        more=words.label("more"),
        description=words.dumbbell_description(title, material.period, scales=scales),
        head=words.panels_head(material.period, currency),
        rows=tuple(Row((_name(item), *words.pair_cells(item)), "line", item.codes) for item in items),
    )


def _bars(material: Material, items: Sequence[Item]) -> Iterator[Bar]:
    levels = [item.amount.value for item in items if item.amount]
    first = _first_of_the_others(levels)
    for place, item in enumerate(items):
        if item.amount and item.base_amount:
            low, value, high = (
                _millions(end) for end in (item.amount.reading.low, item.amount.value, item.amount.reading.high)
            )
            before, panel = _millions(item.base_amount.value), int(place >= first)
            yield Bar(_name(item), material.words.dumbbell_figure(item), value, low, high, before=before, panel=panel)


def _first_of_the_others(levels: Sequence[Decimal]) -> int:
    """Return how many of the largest lines have a scale of their own; all have one where all find room on it."""
    middle = median(levels)
    return sum(level > _APART * middle for level in levels) or len(levels)


def _ticks(bars: Sequence[Bar]) -> Iterator[Decimal]:
    """Yield nothing and two even steps of each scale, the last of which its longest line passes or reaches."""
    for panel in sorted({bar.panel for bar in bars}):
        top = max(Decimal(repr(end)) for bar in bars if bar.panel == panel for end in (bar.value, bar.before or 0.0))
        size = Decimal(10) ** (top / _STEPS).adjusted()
        step = max(size * many for many in _EVEN if size * many * _STEPS <= top)
        yield from (step * at for at in range(_STEPS + 1))


def _name(item: Item) -> Text:
    return item.name


def _millions(value: Decimal) -> float:
    return float(value.scaleb(-MILLIONS.power))
