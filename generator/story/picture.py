"""The frame of a picture: name, title, alternative text, source and description, which every form has; its axes.

A form adds what it draws: `replace(picture(…), bars=…, head=…, rows=…)`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING

from generator.story.line_selection import LineItem
from generator.story.month import Month
from generator.story.plan import ALT_LETTERS, Chart, Text
from generator.story.text import leaf
from generator.story.words.month_figures import is_little
from generator.story.words.speech import Slot
from generator.trade.period import A_QUARTER, Period

if TYPE_CHECKING:
    from generator.story.news.report import NewsReport

_BEFORE_TITLE = ("alt_of", "alt", "alt_short", "alt_name")
ON_EVERY_PAGE = ("pdf", "html", "mail")  # of what can be read in a mail, which has one picture (pictures.arranged)
_TICKS = 4  # steps of the scale at most
_NAMED = 6  # months of a year that its label needs


@dataclass(frozen=True)
class PictureSources:
    """What a picture is made of; `page` and `mail` are the lines that the prose names on the page and in the mail."""

    report: NewsReport
    page: frozenset[str]
    mail: frozenset[str]

    @property
    def month(self) -> Month:
        """The period that is told."""
        return self.report.month


@dataclass(frozen=True)
class PicturePlan:
    """What a module of pictures/ exports as PLAN.

    `charts` yields its charts, none where their figures are missing. They stand at `place` in the plan of an edition
    (composing.py), in `order` among those of one place, where a briefing asks for them. Where it says nothing of
    pictures they are `usual` or not.
    """

    charts: Callable[[PictureSources], Iterable[Chart]]
    place: str
    order: int = 0
    usual: Callable[[Month], bool] = lambda _: False


def single_chart(chart: Callable[[Month], Chart | None]) -> Callable[[PictureSources], Iterable[Chart]]:
    """Return what yields the one chart that `chart` makes of a month, or nothing."""

    def charts(sources: PictureSources) -> Iterator[Chart]:
        chart_of_month = chart(sources.month)
        if chart_of_month is not None:
            yield chart_of_month

    return charts


def is_part_of_year(month: Month) -> bool:
    """Say whether a month or a quarter is told, and no year."""
    return month.period.frequency != "annual"


def picture(  # noqa: PLR0913 -- what the forms differ in
    month: Month,
    form: str,
    family: str,
    title: Text,
    slots: Mapping[str, Slot],
    *,
    name: str = "",
    scale: str = "million",
    shown: tuple[str, ...] = ("pdf", "html"),
    subtitle: str = "subtitle",
    alt: Sequence[str] = ("alt", "alt_short"),
    described: str = "described",
    explained: Text | None = None,
) -> Chart:
    """Return a chart without its drawing, its words being the patterns of a `family`.

    `scale` is what its numbers are in: million, points or per cent. The patterns have `slots`, the trade and the unit
    of its figures. Of the patterns `alt` that is taken which those who listen hear to its end. A family with a short
    name for its form (`alt_name`) tells its title there too, where that is a finding, and at the beginning of its
    description; `explained` stands at the end of the description.
    """
    words = month.words
    unit, trade = words.millions_of(month.figures.currency), words.trade_of(month.trade)
    slots = {"trade": trade, "unit": unit, **slots}
    description = words.say(f"{family}.{described}", **slots)
    if explained:
        description = words.say("one_after_the_other", a=description, b=explained)
    texts = [words.say(f"{family}.{key}", **slots) for key in alt]
    if f"{family}.alt_name" in words.sentences and title.marks:
        keys = [f"{family}.{key}" for key in _BEFORE_TITLE]
        names = [words.say(key, **slots) for key in keys if key in words.sentences]
        texts = [*(words.say("alt_found", picture=name, finding=title) for name in names), *texts]
        description = words.say("summary", headline=title, thing=description)
    return Chart(
        id=name or form,
        shown=shown,
        name=name or form,
        form=form,
        scale=scale,
        title=title,
        subtitle=words.say(f"{family}.{subtitle}", **slots),
        alt=next((text for text in texts if len(text.words) <= ALT_LETTERS), texts[-1]),
        source=month.source(),
        more=words.label("more"),
        description=description,
    )


def finding(month: Month, family: str, item: LineItem, slots: Mapping[str, Slot]) -> Text:
    """Return how a line or the total moved, as a title of a `family`: "Refined copper was up 22% on December 2024"."""
    words, rate = month.words, month.words.rate(item.growth)
    slots = {"name": words.whole_name(item), **slots}
    if is_little(item.growth):
        return words.say(f"{family}.little", **slots)
    if item.growth is None or rate is None:
        return words.say(f"{family}.months", **slots)
    return words.say(f"{family}.{item.growth.direction}", n=rate, **slots)


def aside(month: Month, texts: Sequence[Text]) -> tuple[Text, ...]:
    """Return how to read a picture: the `texts` after their head, nothing where there are none."""
    return (month.words.say("bars.how"), *texts) if texts else ()


def points(month: Month, codes: Sequence[str], spans: Sequence[Period]) -> tuple[float | None, ...]:
    """Return the sums of `codes` over each span in millions, None where a month is not known; their cells are kept.

    A picture is evidence too: its cells go with the edition.
    """
    amounts = [month.amount(codes, span) for span in spans]
    for amount in amounts:
        if amount is not None:
            month.ledger.keep(amount.cells)
    return tuple(None if amount is None else amount.point for amount in amounts)


def months_back(month: Month, count: int) -> tuple[Period, ...]:
    """Return the last `count` months of the edition, oldest first, as far back as the figures go."""
    last = month.period.last
    first = min((when.first for when in month.figures.periods()), default=last.first)
    return tuple(Period(at, 1) for at in range(max(first, last.first - count + 1), last.first + 1))


def quarters_back(month: Month, count: int) -> tuple[Period, ...]:
    """Return the quarters of the last `count` months, oldest first, as far back as the figures have whole ones."""
    months = months_back(month, count)
    first = -(-months[0].first // A_QUARTER) * A_QUARTER
    return tuple(Period(at, A_QUARTER) for at in range(first, months[-1].first, A_QUARTER))


def year_from(span: Period, last: Period) -> Text:
    """Return the year under its January, where enough of its months follow for the label to stand among them."""
    begins = span.first % 12 == 0 and last.first - span.first + 1 >= _NAMED
    return leaf(str(span.year), "time", str(span), "first_year") if begins else Text("")


def ticks(month: Month, points: Iterable[float | None]) -> tuple[Text, ...]:
    """Return evenly spaced figures from nothing to above the highest of `points`."""
    top = Decimal(repr(max(point for point in points if point is not None)))
    size = Decimal(10) ** (top / _TICKS).adjusted()
    step = next(size * many for many in (1, 2, 5, 10) if size * many * _TICKS >= top)
    count = int((top / step).to_integral_value(ROUND_CEILING))
    return tuple(month.words.tick(step * at) for at in range(count + 1))
