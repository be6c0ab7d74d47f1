"""Headline: the table of rows, of which the first that is true is the head, and the next that adds to it the tail.

A row holds under every reading of the figures it stands on. The market of the reporter has no row yet: its tail would
stand last. Nor have prices of the world, which would be told among the things.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from generator.story.month import Month
from generator.story.news import rows, states
from generator.story.news.head import Head, Headline, Last
from generator.story.news.news import News

Row = Callable[[News], Head | None]
STATES: tuple[Row, ...] = (states.hand, states.partial, states.begins, states.first, states.unknown, states.low)
_LATER: tuple[Row, ...] = (rows.leader, rows.line_all, rows.since, rows.line, rows.run, rows.pace)
_LAST: tuple[Row, ...] = (rows.offset, rows.quiet, rows.plain, rows.level_alone)
MONTH: tuple[Row, ...] = (rows.turn, rows.record, rows.but_month, rows.parted, rows.multiple, *_LATER, *_LAST)
QUARTER: tuple[Row, ...] = (rows.turn, rows.inside, rows.record, rows.multiple, *_LATER, *_LAST)
YEAR: tuple[Row, ...] = (rows.year_record, rows.turn, rows.multiple, *_LATER, *_LAST)
TAILS: tuple[Row, ...] = (
    rows.since, rows.line, rows.line_all, rows.two_lines, rows.leader, rows.run_of_months, rows.season_broken,
    rows.second_half,
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

    A December leads with the year that it ends where that is a record that grew much, or turned.
    """
    news, to_date = News(month, month.period), month.figures.to_date
    found = chosen(news, last)
    if not month.is_step or to_date.months != _YEAR or found.is_state:
        return found
    year = News(month, to_date)
    if year.growth is None:
        return found
    of_year = chosen(year)
    grown = year.growth.low >= _GROWN
    leads = of_year.head.row == "turn" or (of_year.head.row == "year_record" and grown)
    return of_year if leads else found


def chosen(news: News, last: Last | None = None) -> Headline:
    """Return the head of some news, its tail, and every true row."""
    state = next(_true(news, STATES, "head"), None)
    if state is not None:
        return Headline(news.span, state, _tail(news, state), (state,), is_state=True)
    true = tuple(_true(news, _table(news), "head"))
    head = next((one for one in true if not is_stale(one, last)), true[-1])
    return Headline(news.span, head, _tail(news, head), true)


def _true(news: News, table: Sequence[Row], kind: str) -> Iterator[Head]:
    """Yield the true rows of a table that can be said as a `head` or a `tail`; the editor lets their lines be told."""
    for row in table:
        found = row(news)
        if found is not None and found.said(news, kind) and all(map(news.month.hand.tells, found.lines)):
            yield found


def is_stale(head: Head, last: Last | None) -> bool:
    """Say whether the last edition said it, or could have."""
    return last is not None and head.row not in ALWAYS and head.mark in last


def _table(news: News) -> Sequence[Row]:
    if news.is_year:
        return YEAR
    return MONTH if news.is_month else QUARTER


def _tail(news: News, head: Head) -> Head | None:
    """Return the first tail that says something else than the head, which has room for none if it has both levels."""
    if news.way is None or head.row in {"hand", "low"}:
        return None
    if head.form == "year_record":  # which says its halves
        return None
    about = _ABOUT.get(head.row)
    return next((one for one in _true(news, TAILS, "tail") if _ABOUT.get(one.row, one.row) != about), None)
