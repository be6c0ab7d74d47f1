"""What all pictures share: name, title, alternative text, source and description, and the axes.

A form adds what it draws: `replace(picture(…), bars=…, head=…, rows=…)`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal
from itertools import dropwhile
from typing import TYPE_CHECKING

from generator.story import rounding
from generator.story.amounts import Claim
from generator.story.line_selection import LineItem
from generator.story.month import Month
from generator.story.plan import ALT_LETTERS, Chart, Text
from generator.story.rounding import MILLIONS
from generator.story.text import leaf, printed
from generator.story.words.month_figures import is_little
from generator.story.words.speech import Slot
from generator.trade.period import A_QUARTER, Period

if TYPE_CHECKING:
    from generator.story.news.report import NewsReport
    from generator.story.news.time_series import Run

_BEFORE_TITLE = ("alt_of", "alt", "alt_short", "alt_name")  # patterns that the title may follow, the longest first
ON_EVERY_PAGE = ("pdf", "html", "mail")  # for pictures that fit into a mail, which shows only one (pictures.arranged)
# a printed page has the source of its figures once, at its foot, and a mail under its table
WITH_SOURCES = ("html", "txt", "md")
_TICKS = 4  # steps of an axis at most
_YEAR, _HOLIDAY = 12, 2  # months; those from January on between which Lunar New Year moves
_IN_MILLIONS = 100  # from here on the level of a year has no decimal
_NAMED = 6  # months that must follow a January for the year's label to fit


@dataclass(frozen=True)
class PictureSources:
    """What a picture is made from."""

    report: NewsReport
    page: frozenset[str]  # the lines that the prose of the page names
    mail: frozenset[str]  # the lines that the prose of the mail names

    @property
    def month(self) -> Month:
        """The edition's amounts."""
        return self.report.month


@dataclass(frozen=True)
class PicturePlan:
    """The plan of a picture: each module of pictures/ exports one as PLAN."""

    # yields the picture's charts, or none where figures are missing
    charts: Callable[[PictureSources], Iterable[Chart]]
    place: str  # the place in the edition (composing.py)
    order: int = 0  # the order among pictures at the same place
    # whether an edition has it when the briefing does not list pictures
    usual: Callable[[Month], bool] = lambda _: False


def single_chart(chart: Callable[[Month], Chart | None]) -> Callable[[PictureSources], Iterable[Chart]]:
    """Return a `PicturePlan.charts` that yields the result of `chart`, if there is one."""

    def charts(sources: PictureSources) -> Iterator[Chart]:
        chart_of_month = chart(sources.month)
        if chart_of_month is not None:
            yield chart_of_month

    return charts


def is_part_of_year(month: Month) -> bool:
    """Return whether the edition is of a month or a quarter, not of a year."""
    return month.period.frequency != "annual"


def picture(  # noqa: PLR0913 -- the forms differ in all of these
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
    """Return a chart without its drawing. Its words come from the patterns of `family`.

    `scale` is the unit of its numbers: million, points or per cent. The patterns are filled with `slots`, the trade and
    the unit. Of the `alt` patterns the first that is short enough for a screen reader is used. If the family has a
    pattern `alt_name` and the title states a finding, alternative text and description contain the title, too.
    `explained` is added at the end of the description.
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
        source=replace(month.source(), shown=WITH_SOURCES),
        more=words.label("more"),
        description=description,
    )


def finding(month: Month, family: str, item: LineItem, slots: Mapping[str, Slot]) -> Text:
    """Return how a line or the total moved, as a title: "Refined copper was up 22% on December 2024"."""
    words, rate = month.words, month.words.rate(item.growth)
    slots = {"name": words.whole_name(item), **slots}
    if is_little(item.growth):
        return words.say(f"{family}.little", **slots)
    if item.growth is None or rate is None:
        return words.say(f"{family}.months", **slots)
    return words.say(f"{family}.{item.growth.direction}", n=rate, **slots)


def run_title(month: Month, item: LineItem, run: Run) -> Text:
    """Return for how long a line, or the total, has gone one way: "Iron ores fell on the year for ten months"."""
    words = month.words
    return words.say(
        "panels.run",
        name=words.whole_name(item),
        way=words.way(run.way),
        n=words.number(run.claim(month.ledger)),
        time_unit=words.word("time_units", month.period.time_unit),
    )


def whole_millions(month: Month, claim: Claim) -> Text:
    """Return the level of a year in whole millions, or in as many decimals as a table gives it."""
    whole = rounding.at_places(claim, MILLIONS, 0)
    if whole is None or whole < _IN_MILLIONS:
        return month.words.million(claim)
    return printed(rounding.grouped(whole), claim.id)


def aside(month: Month, texts: Sequence[Text]) -> tuple[Text, ...]:
    """Return the notes on how to read a picture, with their head, or () without notes."""
    return (month.words.say("bars.how"), *texts) if texts else ()


def known_spans(month: Month, codes: Sequence[str], count: int) -> tuple[Period, ...]:
    """Return the months or quarters of a picture, within the last `count` months, from the first known one of `codes`.

    Empty for a year, and where the last one is not the edition's period: a February at the mean of two months.
    """
    spans = quarters_back(month, count) if month.is_quarter else level_months(month, count)
    if not spans or spans[-1] != month.period:
        return ()
    return tuple(dropwhile(lambda span: month.amount(codes, span) is None, spans))


def points(month: Month, codes: Sequence[str], spans: Sequence[Period]) -> tuple[float | None, ...]:
    """Return the sums of `codes` over each span in millions, None where a month is unknown.

    A span that occurs several times shares its sum equally between its points. The cells are kept in the ledger, since
    the edition's evidence must cover its pictures.
    """
    count_of = Counter(spans)
    found: list[float | None] = []
    for span in spans:
        amount = month.amount(codes, span)
        if amount is None:
            found.append(None)
        else:
            month.ledger.keep(amount.cells)
            found.append(amount.point / count_of[span])
    return tuple(found)


def months_back(month: Month, count: int) -> tuple[Period, ...]:
    """Return the last `count` months up to the edition's, oldest first, but none before the first figure."""
    last = month.period.last
    first = min((when.first for when in month.figures.periods()), default=last.first)
    return tuple(Period(at, 1) for at in range(max(first, last.first - count + 1), last.first + 1))


def level_months(month: Month, count: int) -> tuple[Period, ...]:
    """Return the spans of the last `count` months, of which none is low for a holiday alone.

    Where Lunar New Year moves between January and February, both have the span of the two together, so that each stands
    at their mean.
    """
    months = months_back(month, count)
    if not month.is_lunar:
        return months
    spans = []
    for span in months:
        january = Period(span.first - span.first % _YEAR, 1)
        pair = Period(january.first, _HOLIDAY)
        is_whole = january in months and pair.last in months
        spans.append(pair if is_whole and span.first < january.first + _HOLIDAY else span)
    return tuple(spans)


def quarters_back(month: Month, count: int) -> tuple[Period, ...]:
    """Return the whole quarters within the last `count` months, oldest first."""
    months = months_back(month, count)
    first = -(-months[0].first // A_QUARTER) * A_QUARTER
    return tuple(Period(at, A_QUARTER) for at in range(first, months[-1].first, A_QUARTER))


def is_of_one_year(spans: Sequence[Period]) -> bool:
    """Return whether spans are of a year at most, so that none of them has a year before."""
    return spans[-1].last.first - spans[0].first < _YEAR


def year_steps(spans: Sequence[Period]) -> tuple[Text, ...]:
    """Return a label for each span: the year at the first that begins in its January, else an empty text."""
    steps = []
    for at, span in enumerate(spans):
        is_first = at == 0 or spans[at - 1] != span
        steps.append(year_from(span, spans[-1]) if is_first else Text(""))
    return tuple(steps)


def year_from(span: Period, last: Period) -> Text:
    """Return the year as the label of a January, if enough months follow for it to fit, else an empty text."""
    begins = span.first % 12 == 0 and last.first - span.first + 1 >= _NAMED
    return leaf(str(span.year), "time", str(span), "first_year") if begins else Text("")


def ticks(month: Month, points: Iterable[float | None]) -> tuple[Text, ...]:
    """Return evenly spaced numbers from zero to the first one not below the highest of `points`."""
    top = Decimal(repr(max(point for point in points if point is not None)))
    size = Decimal(10) ** (top / _TICKS).adjusted()
    step = next(size * many for many in (1, 2, 5, 10) if size * many * _TICKS >= top)
    count = int((top / step).to_integral_value(ROUND_CEILING))
    return tuple(month.words.tick(step * at) for at in range(count + 1))
