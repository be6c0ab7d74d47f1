"""Large lines that a complete release leaves out: how a desk is told of them, and how a person says "no trade".

Nobody knows whether the absence of such a line means no trade (trade.series_gaps). A person who knows that it does
says so with `tradebrief pull BRIEFING --period PERIOD --accept REASON`. That statement is recorded as a release without
a row, which is complete about those lines in that period. A later release with a row of the line overrides it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from generator.intake.file_intake import IntakeResult
from generator.sources import TableLayout, read
from generator.store import FigureStore
from generator.trade.codes import roots
from generator.trade.figures import Figures, Selection
from generator.trade.period import Period
from generator.trade.release import Coverage

_COLUMNS = ("period", "reporter", "partner", "flow", "code", "value")
_ADDRESS = "desk:{0}"  # of a statement: the briefing for which a person made it
_NAMED = 6  # codes in the name of a statement; its bytes have all
_STATED = "{0} recorded no trade of {1} in HS {2} in {3}, although no row says so. {4}"
_LEFT_OUT = (
    "{0} has no row of HS {1} in {2}, which had trade in each of the twelve months before. Nobody knows whether that "
    "means no trade, so it is missing, and so are the totals with it. If there was none, say why: "
    'tradebrief pull {3} --period {2} --accept "REASON"'
)


@dataclass(frozen=True)
class AbsentLines:
    """The large lines of a reporter, partner and flow that the releases about one period leave out."""

    selection: Selection
    period: Period
    codes: tuple[str, ...]  # a heading stands for the lines within it

    def in_words(self, name: str) -> str:
        """Return a sentence on the lines for the briefing `name`, with the command that says "no trade"."""
        return _LEFT_OUT.format(self.selection.source, ", ".join(self.codes), self.period, name)


def absent_lines(figures: Figures, span: Period) -> tuple[AbsentLines, ...]:
    """Return the absent lines of the periods within `span`, in both flows if the figures have both, oldest first."""
    sides = [figures]
    if figures.opposite:
        sides.append(figures.opposite)
    found: list[AbsentLines] = []
    for side in sides:
        by_period: dict[Period, list[str]] = {}
        for code, periods in side.gaps.items():
            for period in periods:
                if span.holds(period):
                    by_period.setdefault(period, []).append(code)
        found += [AbsentLines(side.selection, period, roots(sorted(by_period[period]))) for period in sorted(by_period)]
    return tuple(found)


def record_no_trade(
    store: FigureStore, name: str, absent: Iterable[AbsentLines], reason: str, now: datetime
) -> tuple[IntakeResult, ...]:
    """Record that absent lines had no trade, for the `reason` that a person gave for the briefing `name`.

    The statement counts from today on: editions that were made before stay as they were.
    """
    results: list[IntakeResult] = []
    for lines in absent:
        chosen = lines.selection
        layout = TableLayout(chosen.source, {field: field for field in _COLUMNS}, at_least=0, header_row=2)
        scope = Coverage(chosen.reporter, chosen.partner, chosen.flow, lines.codes, (lines.period,))
        raw = _statement(lines, reason)
        flow = chosen.flow.name.lower().replace("_", "-")
        named = (chosen.reporter, chosen.partner, flow, str(lines.period), *lines.codes[:_NAMED])
        document = f"no-trade-{'-'.join(named)}.csv"
        batch = read(layout, raw, document, now.date(), questions=(scope,), address=_ADDRESS.format(name))
        store.raw.keep(raw)
        new = store.record(batch, layout.as_data(), now, accepted=reason)
        results.append(IntakeResult(batch, new, accepted=reason))
    return tuple(results)


def _statement(lines: AbsentLines, reason: str) -> bytes:
    """Return the bytes of a statement: a line of words, and a table without a row."""
    chosen = lines.selection
    trade = f"{chosen.reporter}, {chosen.partner}, {chosen.flow.name.lower().replace('_', '-')}"
    text = io.StringIO()
    words = _STATED.format(chosen.source, trade, ", ".join(lines.codes), lines.period, reason)
    csv.writer(text).writerows([[words], _COLUMNS])
    return text.getvalue().encode()
