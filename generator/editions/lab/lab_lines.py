"""Lines: which line a lab tells when, as a chart; where other thresholds are tried, those of both over one another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from generator.editions.lab.lab_charts import HOW, SHOWN, briefly, cut, short, span, steps
from generator.editions.lab.lab_text import called, counted, in_words
from generator.settings.output_shapes import LabFile, LabPick
from generator.story.plan import Chart, Curve, Row, Text

_LINES = 30  # that a chart has room for; the others are one
_MARKS = "A mark that points up is a rise, one that points down a fall; the larger it is, the higher its score."
_BOTH = "A filled mark is told by {0}, an outline by {1}, a filled mark in an outline by both."


def of_lines(sides: Sequence[LabFile], source: Text) -> Chart:
    """Return which line is told when, the larger the higher the score; `sides` are the lab and what is beside it."""
    own, names = sides[0], [cut(one["briefing"]) for one in sides]
    often = sum((_often(one) for one in sides), Counter[str]())
    shown = sorted(sorted(often, key=lambda code: (-often[code], code))[:_LINES])
    rest = sorted(set(often) - set(shown))
    by = f" by {' and by '.join(names)}" if len(sides) > 1 else ""
    how = f"{_MARKS} {_BOTH.format(*names)}" if by else _MARKS
    figure = f"the figures are how many months tell the line, {' / '.join(names)}" if by else _FIGURE
    size = "" if by else ", sized by score"  # the two names leave no room for it
    return Chart(
        id="lines", shown=SHOWN, name="lines", form="dots", scale="score",
        title=Text(_most_told(own, f" by {names[0]}" if by else "")),
        subtitle=Text(f"Movements told{by}, by line and month, {span(own)}; {figure}"),
        alt=Text(f"Marks by line and month: movements told{by}{size}, {span(own)}."),
        curves=tuple(curve for codes in [*([one] for one in shown), *([rest] if rest else [])]
                     for curve in _row_of(sides, codes)),
        steps=steps(own), ticks=tuple(map(Text, (*names, "both"))) if by else (),
        source=source, more=Text("Description and table"),
        aside=(HOW, Text(how)),
        description=Text(
            f"A row for each of {counted(len(shown), 'line')}{' and one for all others' if rest else ''}, a mark for "
            f"each month that tells it: {' and '.join(_told(one, by) for one in sides)} in all."
        ),
        head=tuple(map(Text, (*_HEAD, *(["Told by"] if by else [])))),
        rows=tuple(_rows(sides)),
    )  # fmt: skip


_FIGURE = "the figure is how many months tell the line"
_HEAD = ("Line", "Month", "Kind", "Way", "Score", "Again")


def _told(one: LabFile, by: str) -> str:
    return counted(one["told"], "movement") + (f" by {cut(one['briefing'])}" if by else "")


def _often(found: LabFile) -> Counter[str]:
    """Return how many months tell each line."""
    return Counter(code for month in found["months"] for code in {one["code"] for one in month["told"]})


def _row_of(sides: Sequence[LabFile], codes: Sequence[str]) -> Iterator[Curve]:
    """Yield the row of one line, or of several together, for each side that tells it.

    A point is the highest score of its month, below zero for a fall.
    """
    every = [[[one for one in month["told"] if one["code"] in codes] for month in side["months"]] for side in sides]
    named = next(one for side in every for month in side for one in month)
    name = short(called(named)) if len(codes) == 1 else f"{len(codes)} other lines"
    figure = " / ".join(str(sum(map(bool, side))) for side in every)
    spans = tuple(month["period"] for month in sides[0]["months"])
    for role, side in zip(("line", "other"), every, strict=False):
        points = tuple(_signed(max(month, key=lambda one: one["score"])) if month else None for month in side)
        if any(points):
            yield Curve(Text(name), Text(figure), tuple(codes), spans, points, role)


def _signed(one: LabPick) -> float:
    return one["score"] if one["direction"] == "up" else -one["score"]


def _most_told(found: LabFile, by: str) -> str:
    """Return the finding of the lines: which is told in most months."""
    if not (every := found["series"]):
        return f"No line is told in two months{by}"
    most = len(every[0]["months"])
    first = [one for one in every if len(one["months"]) == most]
    if len(first) == 1:
        return f"{called(first[0])} is told most often{by}, in {most} months"
    return f"{len(first)} lines are told most often{by}, each in {most} months"


def _rows(sides: Sequence[LabFile]) -> Iterator[Row]:
    """Yield a row for each movement; where both sides tell it, in the words of the first."""
    for months in zip(*(one["months"] for one in sides), strict=True):
        told = [{(one["code"], one["direction"]): one for one in month["told"]} for month in months]
        for key, one in {key: one for side in reversed(told) for key, one in side.items()}.items():
            whose = [cut(side["briefing"]) for side, its in zip(sides, told, strict=True) if key in its]
            yield _row(months[0]["period"], one, [" and ".join(whose)] if len(sides) > 1 else [])


def _row(period: str, one: LabPick, whose: Sequence[str]) -> Row:
    way, again = "rise" if one["direction"] == "up" else "fall", "yes" if one["again"] else ""
    cells = (called(one), briefly(period), in_words(one["kind"]), way, f"{one['score']:.1f}", again, *whose)
    return Row(tuple(map(Text, cells)))
