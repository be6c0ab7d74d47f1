"""The rows of the headline table, as functions of the news.

Each returns its head, or None where the row is not true.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from generator.movements import readings
from generator.movements.readings import Reading
from generator.story.amounts import Claim, way_of
from generator.story.news.edition_news import News
from generator.story.news.extremes import SINCE
from generator.story.news.line_changes import Tonnage
from generator.story.news.time_series import OTHER
from generator.story.plan import Text
from generator.story.words.speech import Noun, Slot, tree_of_slot
from generator.trade.trees import leaves

_LITTLE = 1  # per cent: a smaller change counts as none
_TURN, _TURNS = 6, 2  # months and steps that the run ended by a turn must have
_TWICE, _HALF = Decimal(2), Decimal("0.5")  # ratio to the year before, in `but_month`
_MULTIPLE, _FRACTION = Decimal("1.95"), Decimal("0.55")  # ratio to the year before, in `multiple`
_USUAL = 12  # steps before: if half of them were multiples, a multiple is not news
_BACK = 25  # per cent by which a month goes against the change on the year
_LEADS, _MOST = 40, 50  # per cent of all changes that a line must make, in `leader` and `line_all`, and in `line`
_WHOLE, _REST = 2, Decimal("0.5")  # per cent: smallest growth of the total with, and without, the line that turns it
_NO_MORE = 103  # per cent of a change that still counts as all of it
_PARTED, _EITHER = 10, 2  # points between value and tonnage; per cent that each moves where they go opposite ways
_MILESTONES, _SIX = (6, 9), 6  # months of a run; then every six
_OFFSET = 2  # per cent of the total's base that each of two lines moved
_TWO = 60  # per cent of all changes that two lines made together


@dataclass(frozen=True)
class HeadMark:
    """What the next edition knows of a headline: its row of the table, its direction, and its line."""

    row: str
    way: str | None
    line: str | None = None


@dataclass(frozen=True)
class Head:
    """A row of the table that is true, with what its sentence needs."""

    row: str
    form: str  # the key of its pattern ("record_nth")
    slots: Mapping[str, Slot]
    claim: Claim | None = None  # what one clause of the pattern expresses in words
    way: str | None = None
    line: str | None = None  # the code of the line that it is about

    @property
    def lines(self) -> tuple[str, ...]:
        """The codes of the lines that it names."""
        line_leaves = [leaf for slot in self.slots.values() for leaf in leaves(tree_of_slot(slot))]
        return tuple(leaf[1] for leaf in line_leaves if leaf[0] == "line" and leaf[2] == "head")

    @property
    def mark(self) -> HeadMark:
        """What the next edition will know of it."""
        return HeadMark(self.row, self.way, self.line)

    def text(self, news: News, kind: str, **slots: Slot) -> Text | None:
        """Return its sentence as a `head` or a `tail`. None where a figure of it cannot be printed."""
        return news.say(f"{kind}.{self.form}", self.claim, **{**self.slots, **slots})


def turn(news: News) -> Head | None:
    """Return the first step in a new direction after half a year in the other, or a stall where the change is small."""
    metric, row = news.turn, "stall" if news.is_quiet else "turn"
    if metric is None or metric.months < _TURN or len(metric.run) < _TURNS:
        return None
    claim = metric.claim(news.ledger)
    if metric.since is None:
        return head(news, row, "turn_ending", n=news.words.number(claim))
    return head(news, row, "", claim, since=news.words.period(metric.since))


def inside(news: News) -> Head | None:
    """Return a quarter whose months go different ways, or each against the quarter's growth."""
    path = news.path
    if path is None or path.turn is None:
        return None
    return head(news, "inside", quarter=news.words.quarter(news.span), turn=news.words.way(path.turn))


def record(news: News) -> Head | None:
    """Return the highest level so far, with how many records in a row, or in a year, it makes."""
    metric = news.records
    if metric is None or news.is_year:
        return None
    if metric.row > 1:
        return _nth(news, "record", "record_nth", "nth", metric.claim_of_row(news.ledger))
    if metric.of_year > 1:
        return _nth(news, "record", "record_of_year", "n", metric.claim_of_year(news.ledger))
    return head(news, "record", "", metric.claim(news.ledger), level=level(news))


def but_month(news: News) -> Head | None:
    """Return a multiple of the year before that fell back, or recovered, on the month before for no seasonal reason."""
    if news.pair is None or news.on_month is None or news.ratio is None or not _is_far(news.ratio, _TWICE, _HALF):
        return None
    back = way_of(news.on_month)
    usual = news.season is not None and news.season.way == back
    if back is None or news.way is None or back != OTHER[news.way] or abs(news.on_month).low < _BACK or usual:
        return None
    words = news.words
    rate = words.per_cent(news.ledger.growth(*news.pair))
    before = words.month_before(news.pair[1].span, news.span)
    return head(news, "but_month", back=rate, other=words.way(back), before=before)


def multiple(news: News) -> Head | None:
    """Return a multiple of the year before, if fewer than half of the last steps were multiples."""
    if news.ratio is None or not _is_far(news.ratio, _MULTIPLE, _FRACTION):
        return None
    ratios = [readings.quotient(step.now.reading, step.base.reading) for step in news.total.steps[1 : _USUAL + 1]]
    multiples = [ratio for ratio in ratios if ratio is not None and _is_far(ratio, _MULTIPLE, _FRACTION)]
    if 2 * len(multiples) >= _USUAL:
        return None
    times = news.times(news.item) if news.way == "down" else None
    part = news.words.manifold(times) if times else None
    if part is None:
        return head(news, "multiple")
    fall = news.words.say("head.change.part", times=part, way=news.words.way("down"))  # "fall by two thirds"
    return head(news, "multiple", change=fall)


def _is_far(ratio: Reading, most: Decimal, least: Decimal) -> bool:
    return ratio.low >= most or ratio.high <= least


def new_leader(news: News) -> Head | None:
    """Return the line that became the largest."""
    metric = news.parts.leader
    return None if metric is None else head(news, "leader", "", metric.claim(news.ledger), metric.code)


def leader(news: News) -> Head | None:
    """Return the line that became the largest, where it made much of the changes."""
    metric = news.parts.leader
    part = news.parts.by_code(metric.code) if metric else None
    return new_leader(news) if part and news.parts.gross_share(part).low >= _LEADS else None


def line_all(news: News) -> Head | None:
    """Return the only line without which the total would have gone the other way."""
    part = news.parts.turner()
    if part is None or news.size is None or news.size.low < _WHOLE or news.parts.gross_share(part).low < _LEADS:
        return None
    remainder = news.parts.without_line(part)
    if remainder is None or remainder.growth is None or abs(remainder.growth).low < _REST:
        return None
    return head(news, "line_all", "", None, part.code)


def since(news: News) -> Head | None:
    """Return the highest or lowest level for two years or more. A record has its own row."""
    metric, words = news.place, news.words
    if metric is None or news.records is not None:
        return None
    side = words.side(metric.side)
    if metric.since is not None:
        if news.span.first - metric.since.first < SINCE:
            return None
        return head(news, "since", "", metric.claim(news.ledger), place=words.period(metric.since), side=side)
    if metric.months < SINCE or news.is_year:  # too few years are on file
        return None
    return head(news, "since", "since_on_file", n=words.number(metric.claim_of_months(news.ledger)), side=side)


def line(news: News) -> Head | None:
    """Return the line that made half or more of all changes, in the total's direction."""
    part = None if news.is_quiet else news.parts.largest(news.way)
    if part is None or news.parts.gross_share(part).low < _MOST:
        return None
    ratio = news.parts.share_of_change(part)
    if ratio is None or ratio.high > _NO_MORE:
        return None
    share = news.parts.claim_of_share(part)
    return head(news, "line", "", None, part.code, part=news.words.fraction(share) if share else None)


def two_lines(news: News) -> Head | None:
    """Return the two lines that made most of the change."""
    pair = news.parts.two_largest()
    if pair is None or news.way is None or any(part.way != news.way for part in pair):
        return None
    if sum(news.parts.gross_share(part).low for part in pair) < _TWO:
        return None
    first, second = pair
    names = {"one": _name(news, first.code), "two": _name(news, second.code)}
    return head(news, "two_lines", **names)


def parted(news: News) -> Head | None:
    """Return value and tonnage of a single line, where they differ. None where the direction of either is open."""
    tonnage = news.tonnage if news.is_one_line else None
    if tonnage is None or not _is_apart(tonnage):
        return None
    v_way, q_way = way_of(tonnage.value_growth), way_of(tonnage.growth)
    words, code = news.words, news.month.lines[0]
    return head(
        news,
        "parted",
        f"parted.{'same' if v_way == q_way else 'opposite'}",
        good=_name(news, code),
        v=words.per_cent(news.ledger.growth(*tonnage.value)),
        q=words.per_cent(news.ledger.growth(*tonnage.mass)),
        v_way=words.way(v_way or ""),
        q_way=words.way(q_way or ""),
    )


def tonnage(news: News) -> Head | None:
    """Return the tonnage of all lines, where it differs from their value."""
    metric, words = news.tonnage, news.words
    if news.is_one_line or metric is None or not _is_apart(metric):
        return None
    q = words.per_cent(news.ledger.growth(*metric.mass))
    return head(news, "tonnage", q=q, q_way=words.way(way_of(metric.growth) or ""))


def _is_apart(tonnage: Tonnage) -> bool:
    """Return whether value and weight went opposite ways, or lie far apart. False where the way of either is open."""
    value, mass, gap = tonnage.value_growth, tonnage.growth, tonnage.parted
    ways = way_of(value), way_of(mass)
    if None in ways:
        return False
    is_opposite = ways[0] != ways[1] and min(abs(value).low, abs(mass).low) >= _EITHER
    return is_opposite or (abs(gap).low >= _PARTED and 2 * abs(gap).low >= abs(value).high)


def run(news: News) -> Head | None:
    """Return a run that reached a milestone with the months of its newest step: 6, 9, 12, 18 months and so on."""
    metric = news.run
    return run_of_steps(news) if metric is not None and is_milestone(metric.months, news.span.months) else None


def is_milestone(months: int, step: int) -> bool:
    """Return whether a run reached 6, 9, 12, 18 months and so on with the months of its newest step."""
    reached = range(months - step + 1, months + 1)
    return any(count in _MILESTONES or (count > _SIX and count % _SIX == 0) for count in reached)


def run_of_steps(news: News) -> Head | None:
    """Return the run, where it is long enough; as a tail it needs no milestone.

    It is described as the nth step in a row, or by its number of steps where no earlier figures are on file.
    """
    metric = news.run
    if metric is None or not metric.is_long:
        return None
    count = metric.claim(news.ledger)
    if metric.is_whole:
        return head(news, "run", "run.many", n=news.words.number(count))
    return _nth(news, "run", "run", "n", count)


def pace(news: News) -> Head | None:
    """Return the fastest or slowest growth in a year, or a change that narrows."""
    metric, words = news.pace, news.words
    if metric is None or news.size is None or news.size.low < _LITTLE or news.step is None:
        return None
    claim = metric.claim(news.ledger)
    if metric.kind == "narrowing":
        rate = words.per_cent(news.ledger.growth(*news.step))
        return head(news, "pace", f"pace.narrowing.{metric.way}", claim, rate=rate)
    return head(news, "pace", f"pace.{metric.kind}", months=words.number(claim))


def offset(news: News) -> Head | None:
    """Return two lines whose changes offset each other."""
    if not news.is_quiet or news.step is None:
        return None
    up, down = (news.parts.largest(way) for way in ("up", "down"))
    if up is None or down is None:
        return None
    of_base = [readings.quotient(part.size, news.step.base.reading) for part in (up, down)]
    if any(ratio is None or 100 * ratio.low < _OFFSET for ratio in of_base):
        return None
    gain, loss = (_size(news, news.ledger.change(*part)) for part in (up, down))
    names = {"up": _name(news, up.code), "down": _name(news, down.code)}
    return head(news, "offset", gain=gain, loss=loss, **names)


def quiet(news: News) -> Head | None:
    """Return that the total hardly moved."""
    return head(news, "quiet", level=level(news)) if news.is_quiet else None


def plain(news: News) -> Head | None:
    """Return the rate of the total."""
    return head(news, "plain") if news.way else None


def level_alone(news: News) -> Head | None:
    """Return the level of the total, where its rate cannot be printed."""
    return head(news, "plain", "level", level=level(news))


def year_record(news: News) -> Head | None:
    """Return the highest year so far, with the direction of its second half where that differs from the first."""
    metric, halves = news.records, news.halves
    if metric is None or not news.is_year:
        return None
    claim = metric.claim(news.ledger)
    if halves is None:
        return head(news, "year_record", "record", claim, level=level(news))
    return head(news, "year_record", "", claim, level=level(news), half=news.words.way(halves[1].way or "up"))


def season_broken(news: News) -> Head | None:
    """Return the seasonal change that did not come; its direction is that of the month against the month before."""
    metric, words = news.season, news.words
    if metric is None or not metric.is_broken:
        return None
    way, before = OTHER[metric.way], words.month_before(metric.now[1].span, news.span)
    rate = words.per_cent(news.ledger.growth(*metric.now))
    return replace(head(news, "season_broken", way=words.way(way), rate=rate, before=before), way=way)


def second_half(news: News) -> Head | None:
    """Return the second half of a year that went against the first."""
    metric = news.halves if news.is_year else None
    return head(news, "halves", way=news.words.way(metric[1].way or "up")) if metric else None


def market(news: News) -> Head | None:
    """Return the reporter's trade with all partners, where it went the other way."""
    if news.market is None or not news.market.is_against:
        return None
    claim = news.ledger.against_market(news.market.own, news.market.whole)
    return head(news, "market", "", claim) if claim else None


def head(
    news: News,
    row: str,
    form: str = "",
    claim: Claim | None = None,
    line: str | None = None,
    /,
    **slots: Slot | None,
) -> Head:
    """Return the head of a row about the total, or about one line. Slots that are None are left out."""
    common: dict[str, Slot | None] = {
        "way": news.words.way(news.way) if news.way else None,
        "change": news.change_of_whole,
        "line": _name(news, line) if line else None,
    }
    printed = {name: slot for name, slot in (common | slots).items() if slot is not None}
    return Head(row, form or row, printed, claim, news.way, line)


def _nth(news: News, row: str, form: str, name: str, count: Claim) -> Head:
    """Return a head with an ordinal, or with a number where the language has no such ordinal."""
    nth = news.words.ordinal(count, news.span.time_unit)
    if nth is None:
        return head(news, row, f"{form}.many", **{name: news.words.digits(count)})
    return head(news, row, form, **{name: nth})


def _name(news: News, code: str) -> Noun:
    """Return the name of a line in a headline."""
    return Noun.of(news.month.brief.label(code), "head")


def level(news: News) -> Text | None:
    """Return the level of the total. None where it cannot be printed."""
    return _size(news, news.ledger.level(news.total.now)) if news.total.now else None


def _size(news: News, claim: Claim) -> Text | None:
    return None if news.words.is_open(claim) else news.words.size(claim)
