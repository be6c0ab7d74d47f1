"""Pictures: how many movements a lab tells by month and kind, as a chart; and what all charts of its page share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from generator.editions.lab.lab_text import counted, in_words
from generator.settings.output_shapes import LabFile, LabMonth
from generator.story.plan import Chart, Curve, Row, Section, Text
from generator.story.words import speak
from generator.trade.period import Period

SHOWN = ("html",)
_KINDS = 6  # that a chart has colours for; the others are one
_LETTERS, _NAME = 34, 24  # of a line's code and name, and of a briefing or a file
_STEPS = (1, 2, 5, 10, 20)  # from one figure of an axis to the next
_TICKS = 4  # steps at most
_REST = "other kinds"
HOW = Text("How to read it.")


def of_kinds(found: LabFile, source: Text, beside: Sequence[LabFile] = (), name: str = "kinds") -> Chart:
    """Return how many movements each month tells, by kind.

    With the labs that stand `beside` it, it shares kinds, their colours and the axis, so that a look compares them.
    """
    kinds, highest = _kinds([found, *beside]), max(len(month["told"]) for month in found["months"])
    own, rest = kinds[:_KINDS], kinds[_KINDS:]

    def points(is_of: Callable[[str], bool]) -> tuple[float, ...]:
        return tuple(float(sum(is_of(one["kind"]) for one in month["told"])) for month in found["months"])

    curves = [curve(found, in_words(kind), points(lambda one, kind=kind: one == kind)) for kind in own]  # type: ignore[misc]
    if rest:
        others = in_words(rest[0]) if len(rest) == 1 else _REST
        curves.append(curve(found, others, points(lambda one: one in rest), "rest"))
    loud = len(found["months"]) - found["quiet"]
    first = in_words(next(iter(found["kinds"])))
    by = f" by the thresholds of {cut(found['briefing'])}" if beside else ""
    whose = f"{cut(found['briefing'])}: " if beside else ""
    return Chart(
        id=name, shown=SHOWN, name=name, form="counts", scale="movements",
        title=Text(f"{whose}{loud} of {counted(len(found['months']), 'month')} tell something, most often “{first}”"),
        subtitle=Text(f"Movements told{by}, by month and kind, {span(found)}"),
        alt=Text(f"Stacked columns: movements told{by}, by month and kind, {span(found)}."),
        curves=tuple(curves), steps=steps(found),
        ticks=ticks(0, max(len(month["told"]) for one in (found, *beside) for month in one["months"])),
        source=source, more=Text("Description and table"),
        aside=(HOW, Text("A column for each month, a part for each kind. A dot is a month that tells nothing.")),
        description=Text(
            f"A column for each of {len(found['months'])} months, its height the movements told, in parts by kind. "
            f"The highest has {highest}; {found['quiet']} have none."
        ),
        head=tuple(map(Text, ("Month", "Told", *(in_words(kind) for kind in kinds)))),
        rows=tuple(_by_kind(month, kinds) for month in found["months"]),
    )  # fmt: skip


def _kinds(every: Sequence[LabFile]) -> list[str]:
    """Return the kinds of all labs together, the commonest first."""
    counts = Counter[str]()
    for one in every:
        counts.update(one["kinds"])
    return sorted(counts, key=lambda kind: (-counts[kind], kind))


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


def short(words: str) -> str:
    """Return words cut between two of them, where they are many."""
    if len(words) <= _LETTERS:
        return words
    return f"{words[:_LETTERS].rpartition(' ')[0].rstrip(',;')} …"


def steps(found: LabFile) -> tuple[Text, ...]:
    """Return the words under the months: the months of a year or two, else the year at its first month."""
    periods = [Period.parse(month["period"]) for month in found["months"]]
    if len(periods) <= 2 * 12:
        return tuple(Text(briefly(str(one))) for one in periods)
    years = [one.last.year for one in periods]
    return tuple(Text(str(year) if at == 0 or year != years[at - 1] else "") for at, year in enumerate(years))


def cut(name: str) -> str:
    """Return the name of a briefing or a file, cut where it is long."""
    return name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"


def ticks(low: float, high: float) -> tuple[Text, ...]:
    """Return the figures of an axis from below `low` to above `high`, with zero among them."""
    step = next((one for one in _STEPS if (high - low) / one <= _TICKS), round((high - low) / _TICKS) + 1)
    first, last = int(low // step), -int(-high // step)
    return tuple(Text(str(at * step).replace("-", "\u2212")) for at in range(first, max(last, first + 1) + 1))


def _by_kind(month: LabMonth, kinds: Sequence[str]) -> Row:
    counts = [sum(one["kind"] == kind for one in month["told"]) for kind in kinds]
    return Row(tuple(map(Text, (briefly(month["period"]), str(len(month["told"])), *map(str, counts)))))
