"""Headline: the table of rows, of which the first that is true is the head, and the next that adds to it the tail.

A row holds under every reading of the figures it stands on. The market of the reporter has no row yet: its tail would
stand last. Nor have prices of the world, which would be told among the things.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from generator.story.month import Month
from generator.story.news import rows, states, tails
from generator.story.news.head import Head, Headline, Last
from generator.story.news.news import News
from generator.trade.period import Period

Row = Callable[[News], Head | None]
STATES: tuple[Row, ...] = (states.none, states.partial, states.begins, states.first, states.unknown, states.low)
_CHANGES = (rows.turn, rows.stall)
_LATER: tuple[Row, ...] = (rows.leader, rows.line_all, rows.since, rows.line, rows.run, rows.pace)
_LAST: tuple[Row, ...] = (rows.offset, rows.quiet, rows.plain)
MONTH: tuple[Row, ...] = (*_CHANGES, rows.record, rows.but_month, rows.multiple, *_LATER, *_LAST)
ONE_LINE: tuple[Row, ...] = (
    *_CHANGES, rows.record, rows.but_month, rows.parted, rows.multiple, rows.since, rows.run, rows.pace, *_LAST,
)  # fmt: skip
QUARTER: tuple[Row, ...] = (*_CHANGES, rows.inside, rows.record, rows.multiple, *_LATER, *_LAST)
YEAR: tuple[Row, ...] = (rows.year_record, *_CHANGES, rows.multiple, *_LATER, *_LAST)
TAILS: tuple[Row, ...] = (
    tails.since, tails.line, tails.line_all, tails.two_lines, tails.leader, tails.run, tails.season_broken,
    tails.halves,
)  # fmt: skip

ALWAYS = frozenset({"turn", "record", "quiet", "plain", "year_record"})  # never stale
_ABOUT = {  # what a row says; a tail says something else
    "turn": "run", "stall": "run", "run": "run",
    "record": "place", "since": "place", "year_record": "place",
    "line": "lines", "line_all": "lines", "leader": "lines", "two_lines": "lines", "offset": "lines",
}  # fmt: skip
_GROWN = 10  # per cent that a record year grew if it is to lead its December
_YEAR = 12  # months


def headline(month: Month, last: Last | None = None) -> Headline:
    """Return the headline of an edition; `last` is what the edition before it said.

    A December may lead with its year.
    """
    return of_the_year(month) or chosen(News(month, month.period), last)


def of_the_year(month: Month) -> Headline | None:
    """Return the headline of the year that a December ends, where it leads in place of the month."""
    to_date = month.figures.to_date
    if not month.is_step or to_date.months != _YEAR or any(row(News(month, month.period)) for row in STATES):
        return None
    return year(month, to_date)


def year(month: Month, span: Period) -> Headline | None:
    """Return the headline of the year that a December ends, where it is a record that grew much, or turned."""
    news = News(month, span)
    if news.now is None or any(row(news) for row in STATES):
        return None
    found = chosen(news)
    grown = news.growth is not None and news.growth.low >= _GROWN
    leads = (found.head.row == "year_record" and grown) or found.head.row == "turn"
    return found if leads else None


def chosen(news: News, last: Last | None = None) -> Headline:
    """Return the head of some news, its tail, and every true row."""
    state = next((found for row in STATES if (found := row(news))), None)
    if state is not None:
        return Headline(news.span, state, _tail(news, state), (state,))
    true = tuple(found for row in _table(news) if (found := row(news)))
    head = next((one for one in true if not is_stale(one, last)), true[-1])
    return Headline(news.span, head, _tail(news, head), true)


def is_stale(head: Head, last: Last | None) -> bool:
    """Say whether the last edition said it, or could have."""
    return last is not None and head.row not in ALWAYS and last.has(head.mark)


def _table(news: News) -> Sequence[Row]:
    if news.is_year:
        return YEAR
    if not news.is_month:
        return QUARTER
    return ONE_LINE if news.is_one_line else MONTH


def _tail(news: News, head: Head) -> Head | None:
    """Return the first tail that says something else than the head; of a state without a total there is none."""
    if news.way is None or head.row == "low":
        return None
    if head.key == "head.year_record":  # which says its halves
        return None
    about = _ABOUT.get(head.row)
    found = [tail for row in TAILS if (tail := row(news))]
    return next((tail for tail in found if _ABOUT.get(tail.row, tail.row) != about), None)
