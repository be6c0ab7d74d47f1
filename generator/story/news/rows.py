"""Rows: the rows of the table of heads, each true or not of the news of an edition; a true one gives its head."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from generator.movements import readings
from generator.movements.readings import Reading
from generator.story.facts import Claim
from generator.story.news.head import Argument, Head
from generator.story.news.news import News
from generator.story.news.parts import Part
from generator.story.news.place import SINCE
from generator.story.news.steps import OTHER, Step, way_of

_LITTLE = 1  # per cent: a smaller change is none
_TURN, _TURNS = 6, 2  # months and steps of one sign, that a turn ends
_TWICE, _HALF = Decimal(2), Decimal("0.5")
_MULTIPLE, _FRACTION = Decimal("1.95"), Decimal("0.55")
_USUAL = 12  # steps in half of which a multiple is no news
_BACK = 25  # per cent that a month goes against the year
_LEADS, _MOST = 40, 50  # per cent of all changes that a line must make
_WHOLE, _REST = 2, Decimal("0.5")  # per cent: growth of the whole, and without the line that turns it
_NO_MORE = 103  # per cent of a change that is still all of it
_PARTED, _EITHER = 10, 2  # points between value and tonnage; per cent that each goes its own way
_MILESTONES, _SIX = (6, 9), 6  # months of a run; then every six
_OFFSET = 2  # per cent of the base that each of two lines moved


def turn(news: News) -> Head | None:
    """Return the first step of its sign after half a year of the other."""
    return None if _is_little(news) else _turned(news, "turn")


def stall(news: News) -> Head | None:
    """Return the same, where the change is little."""
    return _turned(news, "stall") if _is_little(news) else None


def _turned(news: News, row: str) -> Head | None:
    found = news.turn
    if found is None or found.months < _TURN or len(found.run) < _TURNS:
        return None
    claim = found.claim(news.account)
    if found.since is None:
        return _head(news, "head.turn_ending", row, _rate(news) | {"n": claim})
    return _head(news, f"head.{row}", row, _rate(news) | {"since": found.since}, claim)


def inside(news: News) -> Head | None:
    """Return a quarter whose months go different ways, or each against the quarter's growth."""
    path = news.path
    if path is None or path.turn is None:
        return None
    arguments = _rate(news) | {"quarter": news.span, "turn": path.turn}
    return _head(news, "head.inside", "inside", arguments, *path.claims(news.account))


def record(news: News) -> Head | None:
    """Return the highest level so far, with how many such there were in a row, or in a year."""
    found = news.records
    if found is None or news.is_year:
        return None
    claim, level = found.claim(news.account), _level(news)
    if found.row > 1:
        return _head(news, "head.record_nth", "record", level | {"nth": found.claim_of_row(news.account)}, claim)
    if found.of_year > 1:
        return _head(news, "head.record_of_year", "record", level | {"n": found.claim_of_year(news.account)}, claim)
    return _head(news, "head.record", "record", level, claim)


def but_month(news: News) -> Head | None:
    """Return a multiple of the year before that goes back against the month before, which is no season."""
    if news.pair is None or news.on_month is None or news.ratio is None or not _is_far(news.ratio, _TWICE, _HALF):
        return None
    back = way_of(news.on_month)
    usual = news.season is not None and news.season.way == back
    if news.way is None or back != OTHER[news.way] or abs(news.on_month).low < _BACK or usual:
        return None
    change = news.account.growth(*news.pair)
    if change is None:
        return None
    arguments = _times(news) | {"back": change, "before": news.pair[1].span}
    return _head(news, "head.but_month", "but_month", arguments)


def multiple(news: News) -> Head | None:
    """Return a multiple of the year before, where half of the last steps were no such."""
    if news.ratio is None or not _is_far(news.ratio, _MULTIPLE, _FRACTION):
        return None
    before = news.total.steps[1 : _USUAL + 1]
    often = sum(_is_multiple(step) for step in before)
    return None if 2 * often >= _USUAL else _head(news, "head.multiple", "multiple", _times(news))


def _is_multiple(step: Step) -> bool:
    ratio = readings.quotient(step.now.reading, step.base.reading)
    return ratio is not None and _is_far(ratio, _MULTIPLE, _FRACTION)


def _is_far(ratio: Reading, most: Decimal, least: Decimal) -> bool:
    return ratio.low >= most or ratio.high <= least


def leader(news: News) -> Head | None:
    """Return the line that came to lead, where it made much of what moved."""
    found = None if news.is_one_line else news.parts.leader
    part = news.parts.by_code(found.code) if found else None
    if found is None or part is None or news.parts.gross(part).low < _LEADS:
        return None
    arguments = _rate(news) | _times(news) | {"line": part.code}
    return _head(news, "head.leader", "leader", arguments, found.claim(news.account), line=part.code)


def line_all(news: News) -> Head | None:
    """Return the one line without which the whole would have gone the other way."""
    part = None if news.is_one_line else news.parts.turner()
    if part is None or news.size is None or news.size.low < _WHOLE or news.parts.gross(part).low < _LEADS:
        return None
    rest = news.parts.rest(part)
    if rest is None or rest.growth is None or abs(rest.growth).low < _REST:
        return None
    without = news.account.growth(rest.now, rest.base)
    proof = [claim for claim in (gross(news, part), without) if claim]
    return _head(news, "head.line_all", "line_all", _rate(news) | {"line": part.code}, *proof, line=part.code)


def since(news: News) -> Head | None:
    """Return the highest or lowest level for two years or more; a record is said by its own row."""
    found = news.place
    if found is None or news.records is not None:
        return None
    if found.since is None:
        if found.months < SINCE or news.is_year:  # years on file are few
            return None
        claim = found.claim_of_months(news.account)
        return _head(news, "head.since_on_file", "since", _rate(news) | {"n": claim, "side": found.side})
    if news.span.first - found.since.first < SINCE:
        return None
    arguments = _rate(news) | {"place": found.since, "side": found.side}
    return _head(news, "head.since", "since", arguments, found.claim(news.account))


def line(news: News) -> Head | None:
    """Return the line that made half or more of all that moved, the same way as the whole."""
    part = None if news.is_one_line or _is_little(news) else news.parts.largest(news.way)
    if part is None or news.parts.gross(part).low < _MOST:
        return None
    ratio, proof = news.parts.part(part), gross(news, part)
    if ratio is None or ratio.high > _NO_MORE or news.step is None or proof is None:
        return None
    share = news.account.part(part.step, news.parts.total or news.step)
    if share is None:
        return None
    return _head(news, "head.line", "line", _rate(news) | {"line": part.code, "part": share}, proof, line=part.code)


def parted(news: News) -> Head | None:
    """Return value and tonnage of one line that parted."""
    found = news.tonnage if news.is_one_line else None
    value, mass, apart = (found.value_growth, found.growth, found.parted) if found else (None, None, None)
    if found is None or value is None or mass is None or apart is None or news.size is None:
        return None
    ways = {way_of(value), way_of(mass)}
    opposite = ways == {"up", "down"} and min(abs(value).low, abs(mass).low) >= _EITHER
    wide = abs(apart).low >= _PARTED and 2 * abs(apart).low >= abs(value).high
    if not (opposite or wide):
        return None
    growths = found.claims_of_growth(news.account)
    proof = found.claim(news.account)
    if growths is None or proof is None:
        return None
    arguments: dict[str, Argument] = {"v": growths[0], "q": growths[1], "good": news.month.lines[0]}
    return _head(news, "head.parted", "parted", arguments, proof)


def run(news: News) -> Head | None:
    """Return a run of so many months that it is worth a head."""
    found = news.run
    if found is None or news.is_year or not _is_milestone(found.months, news.span.months):
        return None
    return _head(news, "head.run", "run", {"n": found.claim(news.account)})


def _is_milestone(months: int, more: int) -> bool:
    """Say whether a run came to a milestone with the months of its newest step."""
    reached = range(months - more + 1, months + 1)
    return any(count in _MILESTONES or (count > _SIX and count % _SIX == 0) for count in reached)


def pace(news: News) -> Head | None:
    """Return the fastest or slowest growth of a year, or a change that narrows."""
    found = news.pace
    if found is None or news.size is None or news.size.low < _LITTLE:
        return None
    claim = found.claim(news.account)
    arguments = _rate(news) | {"kind": found.kind}
    if found.kind == "narrowing":
        return _head(news, "head.pace", "pace", arguments, claim)
    return _head(news, "head.pace", "pace", arguments | {"months": claim})


def offset(news: News) -> Head | None:
    """Return two lines that made up for each other."""
    if not _is_little(news) or news.is_one_line or news.step is None:
        return None
    up, down = (news.parts.largest(way) for way in ("up", "down"))
    if up is None or down is None or not all(_is_much(news.step, part) for part in (up, down)):
        return None
    gain, loss = (news.account.change(part.step.now, part.step.base) for part in (up, down))
    arguments: dict[str, Argument] = {"up": up.code, "gain": gain, "down": down.code, "loss": loss}
    return _head(news, "head.offset", "offset", arguments, *_growth(news))


def _is_much(whole: Step, part: Part) -> bool:
    ratio = readings.quotient(part.size, whole.base.reading)
    return ratio is not None and 100 * ratio.low >= _OFFSET


def quiet(news: News) -> Head | None:
    """Return that little moved."""
    return _head(news, "head.quiet", "quiet", _level(news), *_growth(news)) if _is_little(news) else None


def plain(news: News) -> Head | None:
    """Return the rate of the whole."""
    return _head(news, "head.plain", "plain", _rate(news)) if news.way else None


def year_record(news: News) -> Head | None:
    """Return the highest year so far, with the way of its second half where that went against the first."""
    found = news.records if news.is_year else None
    if found is None:
        return None
    proof = (found.claim(news.account), *_growth(news))
    halves = news.halves
    if halves is None or not halves.are_opposite or halves.second.way is None:
        return _head(news, "head.record", "year_record", _level(news), *proof)
    growths = (news.account.growth(half.now, half.base) for half in halves)
    known = tuple(growth for growth in growths if growth)
    return _head(news, "head.year_record", "year_record", _level(news) | {"half": halves.second.way}, *proof, *known)


def _is_little(news: News) -> bool:
    return news.size is not None and news.size.high < _LITTLE


def _growth(news: News) -> tuple[Claim, ...]:
    claim = news.account.growth(news.step.now, news.step.base) if news.step else None
    return (claim,) if claim else ()


def _rate(news: News) -> dict[str, Argument]:
    return dict(zip(("rate",), _growth(news), strict=False))


def _times(news: News) -> dict[str, Argument]:
    claim = news.account.multiple(news.step.now, news.step.base) if news.step else None
    return {"times": claim} if claim else {}


def _level(news: News) -> dict[str, Argument]:
    return {"level": news.account.level(news.now)} if news.now else {}


def gross(news: News, part: Part) -> Claim | None:
    """Return the claim of what the change of a line is of all changes."""
    others = [other.step for other in news.parts.lines if other != part]
    return news.account.gross_share(part.step, others)


def _head(
    news: News, key: str, row: str, arguments: Mapping[str, Argument], *proof: Claim, line: str | None = None
) -> Head:
    return Head(key, arguments, proof, row, news.way, line)
