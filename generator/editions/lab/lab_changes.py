"""Changes: what other thresholds add to a lab's months and lose from them, as the blocks of its page."""

from __future__ import annotations

from collections.abc import Iterator

from generator.editions.lab.lab_charts import HOW, SHOWN, briefly, curve, section, short, span, steps, ticks
from generator.editions.lab.lab_text import called, counted, file_name, in_words, tried
from generator.settings.output_shapes import LabAgainst, LabFile, LabPick
from generator.story.plan import Block, Chart, Row, Table, Text


def blocks(other: LabAgainst, found: LabFile, source: Text) -> Iterator[Block]:
    """Yield what another file would change: in a sentence, as a chart, movement by movement."""
    name = file_name(other["file"])
    yield section("against", "Against", tried(other, found, name))
    if other["months"]:
        yield _chart(other, found, name, source)
        yield _table(other, name, source)


def _chart(other: LabAgainst, found: LabFile, file: str, source: Text) -> Chart:
    """Return what another file adds to each month, upwards, and what it loses, downwards."""
    changed = {month["period"]: month for month in other["months"]}
    months = [changed.get(month["period"]) for month in found["months"]]
    added = tuple(float(len(month["added"])) if month else 0.0 for month in months)
    lost = tuple(-float(len(month["lost"])) if month else 0.0 for month in months)
    return Chart(
        id="changes", shown=SHOWN, name="changes", form="counts", scale="movements",
        title=Text(f"{file} adds {counted(other['added'], 'movement')} and loses {other['lost']}"),
        subtitle=Text(f"Movements told by the one and not by the other, by month, {span(found)}"),
        alt=Text(f"Columns by month: movements that {short(file)} adds, upwards, and loses, downwards."),
        curves=(curve(found, "added", added), curve(found, "lost", lost, "fallen")),
        steps=steps(found), ticks=ticks(min(*lost, -1), max(*added, 1)),
        source=source, more=Text("Description and table"),
        aside=(HOW, Text("Added stands above the line, lost below it. A dot is a month that both tell alike.")),
        description=Text(f"A column for each of {len(months)} months; {len(changed)} of them differ."),
        head=tuple(map(Text, ("Month", "Added", "Lost"))),
        rows=tuple(
            Row((Text(briefly(month["period"])), Text(str(len(month["added"]))), Text(str(len(month["lost"])))))
            for month in other["months"]
        ),
    )  # fmt: skip


def _table(other: LabAgainst, file: str, source: Text) -> Table:
    every = [
        (month["period"], word, one)
        for month in other["months"]
        for word, these in (("added", month["added"]), ("lost", month["lost"]))
        for one in these
    ]
    return Table(
        id="changed", shown=SHOWN, scale="score",
        title=Text(f"What {file} adds and loses"), subtitle=Text("Month by month"),
        head=tuple(map(Text, ("Line", "Month", "Change", "Kind", "Score"))),
        rows=tuple(_row(*one) for one in every), source=source,
    )  # fmt: skip


def _row(period: str, word: str, one: LabPick) -> Row:
    cells = (called(one), briefly(period), word, in_words(one["kind"]), f"{one['score']:.1f}")
    return Row(tuple(map(Text, cells)))
