"""Things: the two or three lines under a headline: what, through what, against what; none says the head again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.story.news import comparison, rows, unknown, weights
from generator.story.news.report import Report
from generator.story.news.steps import OTHER, Step
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
        return _told((_level(report), _moved(report, report.lead), comparison.missing(report)))
    if report.head.row == "first":
        lines = [] if report.news.is_one_line else unknown.known(report)
        return _told((_level(report), unknown.listed(report, lines[:_NEXT])))
    return _told((*_what(report), _through(report), _first(_against(report))))


def _told(said: Iterable[Text | None]) -> tuple[Text, ...]:
    return tuple(text for text in said if text is not None)


def _first(said: Iterable[Text | None]) -> Text | None:
    return next((text for text in said if text is not None), None)


def _what(report: Report) -> Iterator[Text | None]:
    """Yield the level with what stands beside it; under a head that has both levels, what else the base was."""
    if report.head.row == "low":
        beside = _told((comparison.odd_base(report), comparison.month_before(report, "body")))
        yield from beside or (_level(report),)
        return
    plus = _first(_beside(report))
    yield _level(report, rated=not _says_rate(report), plus=plus)


def _says_rate(report: Report) -> bool:
    """Say whether the headline says the rate of the whole, or it has none."""
    slots = report.words.slots_of(f"head.{report.head.form}")
    return report.total.growth is None or (report.head.row != "hand" and bool(_RATES & slots))


def _beside(report: Report) -> Iterator[Text | None]:
    """Yield what the level of the whole stands beside: halves, the best month, its place in time, the month before."""
    news = report.news
    if news.step is None:
        return
    halves = comparison.halves(report) if news.is_year else None
    yield report.say("things.halves", **halves) if halves else None
    yield _second(report)
    yield comparison.place(report, "things.place", _LOW)
    yield comparison.month_before(report, "things") if news.pair else None


def _level(report: Report, *, rated: bool = False, plus: Text | None = None) -> Text | None:
    words, total = report.words, report.total
    if total.now is None:
        return None
    slots: dict[str, Slot] = {"plus": plus or "", "then": words.year_earlier(total.span)}
    now, base = words.worth(total.now), None
    if total.base is not None and total.base.value:
        now, base, _ = words.both(total)
    against = report.against(total) if rated or base is None else None
    if against is not None:
        return report.say("things.what.rate", level=words.worth(total.now), against=against, **slots)
    if base is None:
        return report.say("things.what.alone", level=now, **slots)
    return report.say("things.what.levels", level=now, base=base, **slots)


def _second(report: Report) -> Text | None:
    found = report.news.second
    if found is None or comparison.says_place(report) or not report.is_new("place"):
        return None
    best, month = report.month.ledger.level(found.best), report.words.month_before(found.best.span, report.news.span)
    return report.say("things.second", found.claim(report.month.ledger), best=report.words.worth(best), month=month)


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
    if news.is_one_line or news.way is None:
        return None
    if head.row == "line_all":
        part = news.parts.by_code(head.line or "")
        return _moved(report, part, _without(report, part))
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
    if part is None or part.way is None or not report.month.hand.tells(part.code):
        return None
    gain = report.gain(part)
    if gain is None:
        return None
    report.topics.add(f"gain {part.code}")
    amount, way = report.words.size(gain), report.words.way(part.way)
    return report.say("things.other", line=report.brief_name(part.code), part=amount, way=way)


def _without(report: Report, part: Step | None) -> Text | None:
    found = report.without(part) if part else None
    if part is None or found is None or not report.is_new("without"):
        return None
    name = report.brief_name(part.code)
    return report.say("things.through.without", line=name, rest=found["way"], rate=found["rate"])


def _moved(report: Report, part: Step | None, plus: Text | None = None) -> Text | None:
    """Return what a line moved, beside what the whole moved where it is a part of that."""
    words = report.words
    gain = report.gain(part) if part else None
    if part is None or part.way is None or gain is None:
        return None
    report.topics.add(f"gain {part.code}")
    slots: dict[str, Slot] = {
        "line": report.brief_name(part.code),
        "part": words.size(gain),
        "way": words.way(part.way),
        "plus": plus or "",
    }
    whole = report.change_of_whole(part)
    if whole is None:
        return report.say("things.through.alone", **slots)
    report.topics.add("part")
    return report.say("things.through.line", whole=words.size(whole), **slots)


def _against(report: Report) -> Iterator[Text | None]:
    """Yield what the edition is told against, the first of which is taken: season, place, year, run."""
    news = report.news
    yield comparison.season(report)
    if rows.since(news) is not None:
        yield comparison.place(report, "things.against")
    yield comparison.month_of_year(report) if news.is_year else comparison.year(report)
    yield comparison.run(report)
