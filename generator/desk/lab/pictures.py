"""Pictures: a lab as the charts of its page: how many by month and kind, which line when, what is added and lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from generator.desk.lab.said import called, counted, in_words
from generator.desk.shapes import LabFile, LabMonth, LabPick
from generator.story.plan import Chart, Curve, Row, Section, Text
from generator.story.words import speak
from generator.trade.period import Period

SHOWN = ("html",)
_KINDS, _LINES = 6, 30  # that a chart has colours, or room, for; the others are one
_LETTERS = 34  # of a line's code and name
_STEPS = (1, 2, 5, 10, 20)  # from one figure of an axis to the next
_TICKS = 4  # steps at most
_REST = "other kinds"
_MARKS = Text("A mark that points up is a rise, one that points down a fall; the larger it is, the higher its score.")
HOW = Text("How to read it.")


def of_kinds(found: LabFile, source: Text) -> Chart:
    """Return how many movements each month tells, by kind."""
    kinds = list(found["kinds"])
    own, rest = kinds[:_KINDS], kinds[_KINDS:]

    def points(is_of: Callable[[str], bool]) -> tuple[float, ...]:
        return tuple(float(sum(is_of(one["kind"]) for one in month["told"])) for month in found["months"])

    curves = [curve(found, in_words(kind), points(lambda one, kind=kind: one == kind)) for kind in own]  # type: ignore[misc]
    if rest:
        name = in_words(rest[0]) if len(rest) == 1 else _REST
        curves.append(curve(found, name, points(lambda one: one in rest), "rest"))
    loud = len(found["months"]) - found["quiet"]
    first = in_words(kinds[0])
    return Chart(
        id="kinds", shown=SHOWN, name="kinds", form="counts", scale="movements",
        title=Text(f"{loud} of {counted(len(found['months']), 'month')} tell something, most often “{first}”"),
        subtitle=Text(f"Movements told{_by(found)}, by month and kind, {span(found)}"),
        alt=Text(f"Stacked columns: movements told by month and kind, {span(found)}."),
        curves=tuple(curves), steps=steps(found),
        ticks=ticks(0, max(len(month["told"]) for month in found["months"])),
        source=source, more=Text("Description and table"),
        aside=(HOW, Text("A column for each month, a part for each kind. A dot is a month that tells nothing.")),
        description=Text(
            f"A column for each of {len(found['months'])} months, its height the movements told, in parts by kind. "
            f"The highest has {max(len(month['told']) for month in found['months'])}; {found['quiet']} have none."
        ),
        head=tuple(map(Text, ("Month", "Told", *(in_words(kind) for kind in kinds)))),
        rows=tuple(_by_kind(month, kinds) for month in found["months"]),
    )  # fmt: skip


def of_lines(found: LabFile, source: Text) -> Chart:
    """Return which line is told when, the larger the higher the score."""
    often = _often(found)
    shown = sorted(sorted(often, key=lambda code: (-often[code], code))[:_LINES])
    curves = [_line(found, [code]) for code in shown]
    if rest := sorted(set(often) - set(shown)):
        curves.append(_line(found, rest))
    return Chart(
        id="lines", shown=SHOWN, name="lines", form="dots", scale="score",
        title=Text(_most_told(found)),
        subtitle=Text(
            f"Movements told{_by(found)}, by line and month, {span(found)}; the figure is how many months tell the line"
        ),
        alt=Text(f"Marks by line and month: movements told, sized by score, {span(found)}."),
        curves=tuple(curves), steps=steps(found),
        source=source, more=Text("Description and table"),
        aside=(HOW, _MARKS),
        description=Text(
            f"A row for each of {counted(len(shown), 'line')}{' and one for all others' if rest else ''}, a mark for "
            f"each month that tells it: {counted(found['told'], 'movement')} in all."
        ),
        head=tuple(map(Text, ("Line", "Month", "Kind", "Way", "Score", "Again"))),
        rows=tuple(_row(month["period"], one) for month in found["months"] for one in month["told"]),
    )  # fmt: skip


def _by(found: LabFile) -> str:
    """Return whose movements a chart has, where others are tried."""
    return f" by the thresholds of {found['briefing']}" if found["against"] else ""


def section(name: str, label: str, *said: str) -> Section:
    """Return sentences under a label, each with its capital and its full stop."""
    sentences = tuple(Text(f"{words[:1].upper()}{words[1:]}.") for words in said)
    return Section(name, SHOWN, "text", Text(label), None, None, (sentences,))


def span(found: LabFile) -> str:
    """Return the months that are shown, in words."""
    first, last = named(found["since"]), named(found["until"])
    return first if first == last else f"{first} to {last}"


def named(period: str) -> str:
    """Return a month in words."""
    return str(speak("en").period(Period.parse(period)))


def briefly(period: str) -> str:
    """Return a month in short: "May 2025", "Jan–Feb 2025"."""
    months, year = named(period).rsplit(" ", 1)
    return f"{'–'.join(month[:3] for month in months.split('–'))} {year}"


def curve(found: LabFile, name: str, points: tuple[float, ...], role: str = "line") -> Curve:
    """Return one kind of movement with how many each month has, and how many all have."""
    spans = tuple(month["period"] for month in found["months"])
    return Curve(Text(name), Text(f"{abs(sum(points)):.0f}"), (), spans, points, role)


def _line(found: LabFile, codes: Sequence[str]) -> Curve:
    """Return the row of one line, or of several together: the highest score of each month, below zero for a fall."""
    every = [[one for one in month["told"] if one["code"] in codes] for month in found["months"]]
    points = tuple(_signed(max(month, key=lambda one: one["score"])) if month else None for month in every)
    named = next(one for month in every for one in month)
    name = short(called(named)) if len(codes) == 1 else f"{len(codes)} other lines"
    spans = tuple(month["period"] for month in found["months"])
    return Curve(Text(name), Text(str(sum(map(bool, every)))), tuple(codes), spans, points)


def _signed(one: LabPick) -> float:
    return one["score"] if one["direction"] == "up" else -one["score"]


def short(words: str) -> str:
    """Return words cut between two of them, where they are many."""
    if len(words) <= _LETTERS:
        return words
    return f"{words[:_LETTERS].rpartition(' ')[0].rstrip(',;')} …"


def _most_told(found: LabFile) -> str:
    """Return the finding of the lines: which is told in most months."""
    if not (every := found["series"]):
        return "No line is told in two months"
    most = len(every[0]["months"])
    first = [one for one in every if len(one["months"]) == most]
    if len(first) == 1:
        return f"{called(first[0])} is told most often, in {most} months"
    return f"{len(first)} lines are told most often, each in {most} months"


def _often(found: LabFile) -> dict[str, int]:
    often: dict[str, int] = {}
    for month in found["months"]:
        for code in {one["code"] for one in month["told"]}:
            often[code] = often.get(code, 0) + 1
    return often


def steps(found: LabFile) -> tuple[Text, ...]:
    """Return the words under the months: the months of a year or two, else the year at its first month."""
    periods = [Period.parse(month["period"]) for month in found["months"]]
    if len(periods) <= 2 * 12:
        return tuple(Text(briefly(str(one))) for one in periods)
    years = [one.last.year for one in periods]
    return tuple(Text(str(year) if at == 0 or year != years[at - 1] else "") for at, year in enumerate(years))


def ticks(low: float, high: float) -> tuple[Text, ...]:
    """Return the figures of an axis from below `low` to above `high`, with zero among them."""
    step = next((one for one in _STEPS if (high - low) / one <= _TICKS), round((high - low) / _TICKS) + 1)
    first, last = int(low // step), -int(-high // step)
    return tuple(Text(str(at * step).replace("-", "\u2212")) for at in range(first, max(last, first + 1) + 1))


def _by_kind(month: LabMonth, kinds: Sequence[str]) -> Row:
    counts = [sum(one["kind"] == kind for one in month["told"]) for kind in kinds]
    return Row(tuple(map(Text, (briefly(month["period"]), str(len(month["told"])), *map(str, counts)))))


def _row(period: str, one: LabPick) -> Row:
    way, again = "rise" if one["direction"] == "up" else "fall", "yes" if one["again"] else ""
    return Row(
        tuple(map(Text, (called(one), briefly(period), in_words(one["kind"]), way, f"{one['score']:.1f}", again)))
    )
