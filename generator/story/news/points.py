"""Points: how the things under a headline are said, one line each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from generator.story.facts import Claim
from generator.story.news import comparison, unknown, weights
from generator.story.news.head import Point
from generator.story.news.parts import Part
from generator.story.news.report import Report
from generator.story.news.things import things
from generator.story.plan import Text
from generator.story.words.speech import Slot
from generator.trade.period import Period


def texts(report: Report) -> tuple[Text, ...]:
    """Return the things under the headline, in their order."""
    if unknown.is_open(report):
        return tuple(unknown.things(report))
    if report.month.lost:
        said = _of_a_part(report)
    else:
        found = things(report.month, report.headline)
        said = (*_what(report, found.what), _through(report, found.through), *_against(report, found.against))
    return tuple(text for text in said if text)


def _of_a_part(report: Report) -> tuple[Text | None, ...]:
    """Return the level of the lines that have come, the one that moved most, and those that have not come."""
    lead = report.lead
    return _level(report, rated=False, plus=None), _moved(report, lead) if lead else None, comparison.missing(report)


def _what(report: Report, points: Sequence[Point]) -> Iterator[Text | None]:
    """Yield the level with what stands beside it; under a head that has both levels, a thing for each point."""
    if not points:
        yield _level(report, rated=False, plus=None) if report.total.now else None
        return
    first, *more = points
    if first.key == "things.what":
        yield _level(report, rated="rate" in first.arguments, plus=_beside(report, more))
        return
    for point in points:
        yield comparison.odd_base(report) if point.key == "body.base.odd" else comparison.month_before(report, "body")


def _level(report: Report, *, rated: bool, plus: Text | None) -> Text | None:
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


def _beside(report: Report, points: Sequence[Point]) -> Text | None:
    """Return what the level of the whole stands beside: halves, the best month, its place in time, the month before."""
    return next((text for point in points if (text := _BESIDE[point.key](report, point))), None)


def _halves(report: Report, _: Point) -> Text | None:
    found = comparison.halves(report)
    return report.say("things.halves", **found) if found else None


def _second(report: Report, point: Point) -> Text | None:
    best, when = point.arguments["best"], point.arguments["when"]
    if not isinstance(best, Claim) or not isinstance(when, Period) or not report.is_new("place"):
        return None
    month = report.words.month_before(when, report.news.span)
    return report.proven("things.second", point.proof[0], best=report.words.worth(best), month=month)


_BESIDE: dict[str, Callable[[Report, Point], Text | None]] = {
    "body.year.halves": _halves,
    "things.what.second": _second,
    "things.what.place": lambda report, _: comparison.place(report, "things.place"),
    "body.mom.up_from": lambda report, _: comparison.month_before(report, "things"),
}


def _through(report: Report, points: Sequence[Point]) -> Text | None:
    """Return the first point with one that stands beside it; where the editor lets a line lead, what that moved."""
    if report.month.hand.lead and report.lead:
        return _moved(report, report.lead)
    if not points:
        return None
    first, *more = points
    match first.key:
        case "things.through.path":
            return comparison.months(report)
        case "things.part":
            return unknown.listed(report, [report.item(str(point.arguments["line"])) for point in points])
        case "things.through.parted":
            return weights.together(report)
    return _of_a_line(report, first, more)


def _of_a_line(report: Report, first: Point, more: Sequence[Point]) -> Text | None:
    code = str(first.arguments["line"])
    part = report.news.parts.by_code(code)
    if part is None or not report.month.hand.tells(code):
        return None
    plus = next((text for point in more if (text := _with(report, point))), None)
    return _moved(report, part, plus)


def _with(report: Report, point: Point) -> Text | None:
    """Return what stands beside a line: the whole without it, or what another line moved."""
    code = str(point.arguments.get("line", ""))
    part = report.news.parts.by_code(code) if code else None
    if part is None or part.way is None or not report.month.hand.tells(code):
        return None
    if point.key == "body.line.without":
        return _without(report, part)
    gain = report.gain(part)
    if gain is None:
        return None
    report.topics.add(f"gain {code}")
    amount, way = report.words.size(gain), report.words.way(part.way)
    return report.say("things.other", line=report.brief_name(code), part=amount, way=way)


def _without(report: Report, part: Part) -> Text | None:
    found = report.without(part)
    if found is None or not report.is_new("without"):
        return None
    name = report.brief_name(part.code)
    return report.say("things.through.without", line=name, rest=found["way"], rate=found["rate"])


def _moved(report: Report, part: Part, plus: Text | None = None) -> Text | None:
    """Return what a line moved, beside what the whole moved where it is a part of that."""
    words, parts = report.words, report.news.parts
    own = report.gain(part)
    if part.way is None or own is None:
        return None
    report.topics.add(f"gain {part.code}")
    slots: dict[str, Slot] = {
        "line": report.brief_name(part.code),
        "part": words.size(own),
        "way": words.way(part.way),
        "plus": plus or "",
    }
    ratio = parts.part(part)
    if parts.total is None or ratio is None or not report.is_within(ratio):
        return report.say("things.through.alone", **slots)
    gain = report.change(parts.total)
    if gain is None:
        return report.say("things.through.alone", **slots)
    report.topics.add("part")
    return report.say("things.through.line", whole=words.size(gain), **slots)


def _against(report: Report, points: Sequence[Point]) -> Iterator[Text | None]:
    for point in points:
        yield _AGAINST[point.key](report)


_AGAINST: dict[str, Callable[[Report], Text | None]] = {
    "things.missing": lambda report: comparison.missing(report) if report.month.lost else None,
    "things.against.season": comparison.season,
    "body.place": lambda report: comparison.place(report, "things.against"),
    "body.year.passed": comparison.year,
    "body.year.short_of": comparison.year,
    "body.year.halves": comparison.year,
    "body.year.pace": comparison.year,
    "things.against.year": comparison.year,
    "things.against.month": comparison.month_of_year,
    "body.run_of": comparison.run,
}
