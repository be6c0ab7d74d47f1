"""The headline: a table of rows, of which the first true one is the head, and the next that adds to it the tail.

A row must hold under every reading of its figures. World prices have no row: they are a sentence under the headline.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from generator.story.brief import LastEdition
from generator.story.line_selection import LineItem
from generator.story.month import Month
from generator.story.news import head_rows
from generator.story.news.edition_news import News
from generator.story.news.head_rows import Head, HeadMark, head, level
from generator.story.news.time_series import count_of, months_of
from generator.story.words.speech import Noun, Slot
from generator.trade.period import Period

_YEAR = 12  # months without trade, after which trade "begins again"
_NAMED = 2  # missing lines that a headline has room to name
Row = Callable[[News], Head | None]
ALWAYS = frozenset({"turn", "record", "quiet", "plain", "year_record"})  # may be repeated from one edition to the next
_ABOUT = {  # the topic of a row; a tail must have another topic
    "turn": "run", "stall": "run", "run": "run",
    "record": "place", "since": "place", "year_record": "place",
    "parted": "weight", "tonnage": "weight",
    "line": "lines", "line_all": "lines", "leader": "lines", "two_lines": "lines", "offset": "lines",
}  # fmt: skip
_GROWN = 10  # per cent that a record year must have grown to lead its December


# of the last edition: its head, the first row that was true, and its tail if it had one
Last = tuple[HeadMark, ...]
_HEADS, _WITH_TAIL = 2, 3  # marks of `Last` that are about heads; all of them


@dataclass(frozen=True)
class Headline:
    """The head of an edition with its tails: the first is printed, or the first for which the headline has room."""

    span: Period  # the edition's own period, or the year that its December ends
    head: Head
    tails: tuple[Head, ...]
    true: tuple[Head, ...]  # every row that was true, in the order of the table
    is_state: bool = False  # whether the head is about the state of the data

    @property
    def tail(self) -> Head | None:
        """The tail that is printed, unless the headline has no room for it."""
        return self.tails[0] if self.tails else None

    @property
    def last(self) -> Last:
        """What the next edition will know."""
        marks = self.head.mark, self.true[0].mark
        return (*marks, _mark_of_tail(self.tail)) if self.tail else marks


def form_of(headline: Headline) -> str:
    """Return `Headline.last` as text, stored as the form of the headline: "turn/down/ plain/down/ line/down/7403"."""
    return " ".join("/".join((mark.row, mark.way or "", mark.line or "")) for mark in headline.last)


def last_of(edition: LastEdition | None) -> Last | None:
    """Return what the headline of the last edition said. None where it left nothing, or in another format."""
    marks = [form.split("/") for form in edition.forms.get("headline", "").split()] if edition else []
    if len(marks) not in {_HEADS, _WITH_TAIL} or any(len(parts) != 3 for parts in marks):  # noqa: PLR2004 -- row, way, line
        return None
    return tuple(HeadMark(row, way or None, line or None) for row, way, line in marks)


def _mark_of_tail(tail: Head) -> HeadMark:
    """Return what the next edition will know of a tail: its row, direction and lines."""
    return HeadMark(tail.row, tail.way, "+".join(tail.lines) or tail.line)


def hand(news: News) -> Head | None:
    """Return the line that the editor chose to lead."""
    code = news.month.choice.lead
    if code is None or news.month.is_single:
        return None
    item = news.month.item(code)
    if item.growth and item.way:
        return _of_line(news, "hand", "plain", item)
    return _of_line(news, "hand", "low" if item.low and item.way else "level", item)


def begins(news: News) -> Head | None:
    """Return that trade begins again after a year or more without any."""
    levels = news.total.levels
    before = next((at for at, level in enumerate(levels) if at and level.value), None)
    if before is None or not levels[0].value or months_of(levels[1:before]) < _YEAR:
        return None
    idle = news.ledger.count(
        "idle",
        count_of(levels[1:before]),
        ("idle", *levels[: before + 1]),
        levels[0],
        unit=levels[0].span.time_unit,
        compare=levels[before].span,
    )
    return head(news, "begins", n=news.words.number(idle), level=level(news))


def partial(news: News) -> Head | None:
    """Return the largest line that is comparable, where some lines are missing."""
    month = news.month
    if not month.lost or news.total.now is None:
        return None
    codes = month.lost
    if len(codes) <= _NAMED:
        names = [Noun.of(month.brief.label(code), "short") for code in codes]
        missing = news.words.say("head.partial.lines.named", names=news.words.listed(names))
    else:
        missing = news.words.say("head.partial.lines.many", n=news.words.number(news.ledger.size(codes)))
    items = [month.item(code, news.span) for code in month.total_codes if month.choice.tells(code)]
    comparable = [item for item in items if item.way and item.growth and item.amount]
    if not comparable:
        return head(news, "partial", "partial.level", missing=missing, level=level(news))
    largest = max(comparable, key=lambda item: item.amount.value if item.amount else 0)
    return _of_line(news, "partial", "partial", largest, missing=missing)


def _of_line(news: News, row: str, form: str, item: LineItem, **more: Slot) -> Head:
    """Return a head about the trade in one line."""
    words, slots = news.words, dict(more)
    for name, claim in (("level", item.now), ("base_level", item.base)):
        if claim is not None:
            slots[name] = words.size(claim)
    if item.way is not None:
        slots["way"] = words.way(item.way)
    change = news.change("head.change", item)
    if change is not None:
        slots["change"] = change
    return Head(row, form, slots, None, item.way, item.code)


def first(news: News) -> Head | None:
    """Return the level alone, where there is nothing to compare it with, or a moving holiday forbids it."""
    if news.total.now is None or not news.total.now.is_exact:
        return None
    span, base = news.span, news.span.year_before()
    has_base = any(news.month.amount([code], base) is not None for code in news.month.total_codes)
    if has_base and not news.month.misleads(span):
        return None
    return head(news, "first", level=level(news))


def unknown(news: News) -> Head | None:
    """Return the largest known line, where the growth of the total is unknown or cannot be printed."""
    if news.item.now is not None and news.step is not None and (news.way is not None or news.is_quiet):
        return None
    month, words = news.month, news.words
    levels = [month.amount([code], news.span) for code in month.every_line if month.choice.tells(code)]
    traded = [level for level in levels if level is not None and level.value]
    largest = max(traded, key=lambda level: level.reading.low, default=None)
    if largest is None:
        return None
    code = largest.codes[0]
    line, claim = month.brief.label(code), news.ledger.level(largest)
    goods = words.goods_of(line, month.trade.selection)
    size = None if words.is_open(claim) else words.size(claim)
    return head(news, "unknown", "", None, code, good=Noun.of(line, "head"), goods=goods, level=size)


def low(news: News) -> Head | None:
    """Return both levels, where a rate of the total would mislead."""
    if news.step is None or not news.item.low:
        return None
    ends = dict(zip(("level", "base_level"), map(news.ledger.level, news.step), strict=True))
    levels = {name: news.words.size(claim) for name, claim in ends.items() if not news.words.is_open(claim)}
    return head(news, "low", **levels)


STATES: tuple[Row, ...] = (hand, partial, begins, first, unknown, low)
_LATER: tuple[Row, ...] = (
    head_rows.leader,
    head_rows.line_all,
    head_rows.since,
    head_rows.line,
    head_rows.run,
    head_rows.pace,
    head_rows.offset,
    head_rows.quiet,
    head_rows.plain,
    head_rows.level_alone,
)
MONTH: tuple[Row, ...] = (
    head_rows.turn,
    head_rows.record,
    head_rows.but_month,
    head_rows.parted,
    head_rows.multiple,
    *_LATER,
)
QUARTER: tuple[Row, ...] = (head_rows.turn, head_rows.inside, head_rows.record, head_rows.multiple, *_LATER)
YEAR: tuple[Row, ...] = (head_rows.year_record, head_rows.turn, head_rows.multiple, *_LATER)
TAILS: tuple[Row, ...] = (
    head_rows.since,
    head_rows.line,
    head_rows.line_all,
    head_rows.two_lines,
    head_rows.new_leader,
    head_rows.run_of_steps,
    head_rows.season_broken,
    head_rows.second_half,
    head_rows.market,
    head_rows.tonnage,
)


def headline(month: Month, last: Last | None = None) -> Headline:
    """Return the headline of an edition; `last` is what the edition before said.

    In December the year leads if it is a record that grew much, or a turn.
    """
    news, to_date = News(month, month.period), month.figures.to_date
    own_period = chosen(news, last)
    if not month.is_step or to_date.months != _YEAR or own_period.is_state:
        return own_period
    year = News(month, to_date)
    if year.growth is None:
        return own_period
    of_year = chosen(year)
    grown = year.growth.low >= _GROWN
    leads = of_year.head.row == "turn" or (of_year.head.row == "year_record" and grown)
    return of_year if leads else own_period


def chosen(news: News, last: Last | None = None) -> Headline:
    """Return the head of some news, its tail, and every true row."""
    state = next(_true(news, STATES, "head"), None)
    if state is not None:
        return Headline(news.span, state, _tails(news, state, last), (state,), is_state=True)
    table = YEAR if news.is_year else MONTH if news.is_month else QUARTER
    true = tuple(_true(news, table, "head"))
    stale = [row for row in true if last is not None and row.row not in ALWAYS and row.mark in last[:_HEADS]]
    head = next((row for row in true if row not in stale), true[-1])
    return Headline(news.span, head, _tails(news, head, last), true)


def _true(news: News, table: Sequence[Row], kind: str) -> Iterator[Head]:
    """Yield the true rows of a table that can be printed as a `head` or a `tail`, without lines that are left out."""
    for row in table:
        head = row(news)
        if head is not None and head.text(news, kind) and all(map(news.month.choice.tells, head.lines)):
            yield head


def _tails(news: News, head: Head, last: Last | None) -> tuple[Head, ...]:
    """Return the tails that add to the head, in order. None under a head with both levels or by the editor.

    The last edition's tail, with the same lines, comes after all others.
    """
    if news.way is None or head.row in {"hand", "low"}:
        return ()
    if head.form == "year_record":  # its sentence already has the halves
        return ()
    tails = [tail for tail in _true(news, TAILS, "tail") if _is_other(head, tail)]
    before = last[_HEADS:] if last is not None else ()
    return tuple(sorted(tails, key=lambda tail: _mark_of_tail(tail) in before))


def _is_other(head: Head, tail: Head) -> bool:
    """Return whether a tail is on another topic than the head, or on a new leader that the head does not name."""
    if tail.row == "leader":
        return tail.line != head.line
    return _ABOUT.get(tail.row, tail.row) != _ABOUT.get(head.row)
