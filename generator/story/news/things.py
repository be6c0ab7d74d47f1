"""Things: the two or three lines under a headline: what, through what, against what; none says the head again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.story.amounts import Step
from generator.story.news import comparison, rows, unknown, weights
from generator.story.news.report import Report
from generator.story.news.steps import OTHER
from generator.story.plan import Text
from generator.story.words.speech import Slot

_LOW = 13  # months of a place, since a season has twelve
_AGAINST = 2  # a line against the first has half of it
_NEXT = 3  # lines that are listed where no total is known
_RATES = frozenset({"change", "rate"})  # slots of heads that say the rate of the whole
_QUIET = frozenset({"quiet", "offset"})


def texts(report: Report) -> tuple[Text, ...]:
    """Return the things under the headline, in their order."""
    if unknown.is_open(report):
        return tuple(unknown.things(report))
    if report.month.lost:
        return _known((_level(report), _moved(report, report.lead), comparison.missing(report)))
    if report.head.row == "first":
        lines = [] if report.news.is_one_line else unknown.known(report)
        return _known((_level(report), unknown.listed(report, lines[:_NEXT])))
    return _known((*_what(report), _through(report), _first(_against(report))))


def _known(texts: Iterable[Text | None]) -> tuple[Text, ...]:
    return tuple(text for text in texts if text is not None)


def _first(texts: Iterable[Text | None]) -> Text | None:
    return next((text for text in texts if text is not None), None)


def _what(report: Report) -> Iterator[Text | None]:
    """Yield the level with what stands beside it; under a head that has both levels, what else the base was."""
    if report.head.row == "low":
        beside = _known((comparison.odd_base(report), comparison.month_before(report, "body")))
        yield from beside or (_level(report),)
        return
    plus = _first(_beside(report))
    yield _level(report, rated=not _says_rate(report), plus=plus)


def _says_rate(report: Report) -> bool:
    """Say whether the headline says the rate of the whole, or it has none."""
    slots = report.words.slots_of(f"head.{report.head.form}")
    return report.total.growth is None or (report.head.row != "hand" and bool(_RATES & slots))


def _beside(report: Report) -> Iterator[Text | None]:
    """Yield what the level of the whole stands beside: halves, its place in time, the month before."""
    news = report.news
    if news.step is None:
        return
    if news.is_year:
        yield report.say("things.halves", **comparison.halves(report))
    yield _second(report)
    yield comparison.place(report, "things.place", _LOW)
    yield comparison.month_before(report, "things")


def _second(report: Report) -> Text | None:
    """Return the one month that brought more."""
    second = report.news.second
    if second is None or comparison.says_place(report) or not report.is_new("place"):
        return None
    month = report.words.month_before(second.best.span, report.news.span)
    level = report.worth(report.month.ledger.level(second.best))
    return report.say("things.second", second.claim(report.month.ledger), best=level, month=month)


def _level(report: Report, *, rated: bool = False, plus: Text | None = None) -> Text | None:
    """Return the level of the whole against a year before, by its rate or by both levels; else the level alone."""
    total = report.total
    now, base = report.both(total)
    more: dict[str, Slot] = {"plus": plus or "", "then": report.words.year_earlier(total.span)}
    against = report.against(total) if rated or base is None else None
    return _first(
        (
            report.say("things.what.rate", level=report.worth(total.now), against=against, **more),
            report.say("things.what.levels", level=now, base=base, **more),
            report.say("things.what.alone", level=now, **more),
        )
    )


def _through(report: Report) -> Text | None:
    """Return what moved the whole: the editor's line, the months of a quarter, tonnage, or the largest line."""
    if report.month.hand.lead and report.lead:
        return _moved(report, report.lead)
    if report.head.row in _QUIET:
        return None
    if report.head.row == "inside":
        return comparison.months(report)
    return weights.together(report) or _line(report)


def _line(report: Report) -> Text | None:
    """Return what the largest line moved, and what went against it, or the second line, or the whole without it."""
    news, head = report.news, report.head
    if news.way is None:
        return None
    if head.row == "line_all":
        part = news.parts.by_code(head.line or "")
        return _moved(report, part, report.without("things.through.without", part) if part else None)
    part, other = news.parts.largest(news.way), news.parts.largest(OTHER[news.way])
    if part is None or not report.month.hand.tells(part.code):
        return None
    tail = report.headline.tail
    if other and _AGAINST * other.size.low >= part.size.high:
        return _moved(report, part, _other(report, other))
    if tail and tail.row == "two_lines":
        return _moved(report, part, _other(report, news.parts.by_code(tail.lines[1])))
    return _moved(report, part)


def _other(report: Report, part: Step | None) -> Text | None:
    """Return what another line moved."""
    if part is None or not report.month.hand.tells(part.code):
        return None
    return _gained(report, "things.other", part)


def _moved(report: Report, part: Step | None, plus: Text | None = None) -> Text | None:
    """Return what a line moved, beside what the whole moved where it is a part of that."""
    if part is None:
        return None
    whole, more = report.gain_of_whole(part), plus or ""
    of_whole = _gained(report, "things.through.line", part, whole=whole, plus=more)
    if of_whole is not None:
        report.topics.add("part")
    return of_whole or _gained(report, "things.through.alone", part, plus=more)


def _gained(report: Report, key: str, part: Step, **slots: Slot | None) -> Text | None:
    gain, way, name = report.gain_of(part), report.way(part.way), report.brief_name(part.code)
    said = report.say(key, line=name, part=gain, way=way, **slots)
    if said is not None:
        report.topics.add(f"gain {part.code}")
    return said


def _against(report: Report) -> Iterator[Text | None]:
    """Yield what the edition is told against, the first of which is taken: season, place, year, run."""
    news = report.news
    yield comparison.season(report)
    if rows.since(news) is not None:
        yield comparison.place(report, "things.against")
    yield comparison.month_of_year(report) if news.is_year else comparison.year(report)
    yield comparison.run(report)
