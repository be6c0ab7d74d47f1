"""Read a table as one Batch: observations from the usable rows, and a refusal for every other row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from generator.errors import SourceChanged
from generator.sources.faults import LayoutFault, NothingUsable, RowFault, plain, remedy_of
from generator.sources.number_form import FormsSeen
from generator.sources.row_reader import RowReader, day_written
from generator.sources.source_table import SourceTable, check_count, measured_rows, read_table
from generator.sources.table_layout import TableLayout
from generator.trade.codes import WORLD, Flow
from generator.trade.observation import Observation, Standing
from generator.trade.period import Period
from generator.trade.release import Batch, Coverage, Refusal


def read(
    layout: TableLayout,
    raw: bytes,
    document: str,
    released: date | None,
    *,
    questions: tuple[Coverage, ...] = (),
    address: str = "",
) -> Batch:
    """Return the batch that the bytes of `document` give under `layout`.

    `released` None means the newest `published` date of the rows. `questions` are what an answer from `address` was
    asked. Such an answer is complete about them, may be empty, and may contain nothing else. A fault of the layout
    raises SourceChanged. A fault of a row puts that row among `refusals`.
    """
    try:
        table = read_table(layout, raw)
        refuse_other_form(layout, texts_of(layout, "value", table.header, table.rows))
        check_count(len(table.rows), layout)
        day = released or newest_published(layout, texts_of(layout, "published", table.header, table.rows))
    except LayoutFault as fault:
        raise fault.named(layout.name, document) from None
    batch = Batch(layout.name, day, document, sha256(raw).hexdigest(), Period(0, 1), (), layout=layout.digest)
    batch = replace(batch, covers=layout.covers, address=address)
    readings, faults = _read_rows(layout, table, batch)
    lines, contradictions = settle(readings)
    observations = tuple(observation for observation in readings if observation.cell.row not in lines)
    refusals = refusals_of(layout, document, [*faults, *contradictions])
    for observation in observations if questions else ():
        if not any(question.holds(observation) for question in questions):
            key = (observation.reporter, observation.partner, observation.flow, observation.code, observation.period)
            what = ", ".join(map(str, key))
            msg = f"{layout.name}: {plain(document)}: record {observation.cell.row} answers another question ({what})."
            msg += " Nothing was stored. Ask again."
            raise SourceChanged(msg)
    if not observations and (refusals or not questions):
        raise nothing_usable(layout, document, refusals, len(table.rows))
    summary = Summary.of(observations)
    return replace(
        batch,
        covers="listed" if refusals else layout.covers,  # a refused line is unknown; it does not mean no trade
        period=summary.newest if observations else max(when for question in questions for when in question.periods),
        observations=observations,
        refusals=refusals,
        coverage=() if refusals else questions or summary.coverage(layout),
        repeated=len(readings) + len(faults) - len(observations) - len(refusals),
    )


def _read_rows(
    layout: TableLayout, table: SourceTable, batch: Batch
) -> tuple[list[Observation], list[tuple[int, RowFault]]]:
    """Return the observations, and the line and fault of every other row."""
    measured = measured_rows(layout, table)
    reader = RowReader(layout, table.header, batch.released, batch.release, batch.raw)
    observations: list[Observation] = []
    faults = list(measured.faults)
    for line, fields in measured.rows:
        try:
            observations.append(reader.read(line, fields, measured.quantities.get(line)))
        except RowFault as fault:
            faults.append((line, fault))
    return observations, faults


def texts_of(
    layout: TableLayout, field: str, header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]]
) -> Iterator[str]:
    """Yield the texts of a field's column, without ragged rows. Yield nothing if the table has no such column."""
    if field in layout.columns:
        place, width = header.index(layout.columns[field]), len(header)
        yield from (fields[place] for _, fields in rows if len(fields) == width)


def refuse_other_form(layout: TableLayout, texts: Iterable[str]) -> None:
    """Raise LayoutFault if all texts of the value column are numbers in a form other than the declared one."""
    seen = FormsSeen(layout.numbers)
    for text in texts:
        if seen.is_settled:
            return
        if text.strip() not in {"", *layout.status_marks}:
            seen.add(text)
    form = seen.other_form
    if form:
        problem = f"numbers are written as {form} throughout; declared is {layout.numbers}."
        raise LayoutFault(problem, "If that is right, change decimal_mark and grouping in the source's settings.")


def newest_published(layout: TableLayout, texts: Iterable[str]) -> date:
    """Return the newest day among `texts`, or raise LayoutFault if none of them is a day."""
    days = [day for day in map(day_written, set(texts)) if day]
    if not days:
        remedy = f"Say the day: tradebrief ingest FILE --source {layout.name} --released DATE."
        raise LayoutFault(problem="no row says when it was published.", remedy=remedy)
    return max(days)


def nothing_usable(layout: TableLayout, document: str, refusals: tuple[Refusal, ...], rows: int) -> NothingUsable:
    """Return the error for a file without a usable row."""
    first = f"line {refusals[0].row}, {refusals[0].reason}" if refusals else "it has none of those that are read"
    msg = f"{layout.name}: {plain(document)}: none of the {rows} rows can be used ({first}). Nothing was stored."
    return NothingUsable(f"{msg} {remedy_of(layout, refusals)}", refusals)


def refusals_of(layout: TableLayout, document: str, faults: Iterable[tuple[int, RowFault]]) -> tuple[Refusal, ...]:
    """Return the refusals for the rows with faults, by line."""
    refusals = (
        Refusal(document, line, layout.columns.get(fault.field, fault.field), fault.reason, plain(fault.text))
        for line, fault in faults
    )
    return tuple(sorted(refusals, key=lambda refusal: refusal.row))


def settle(observations: Iterable[Observation]) -> tuple[set[int], list[tuple[int, RowFault]]]:
    """Return the lines that do not count, and the faults of lines that contradict each other.

    Of rows that say the same, one counts: one with a quantity, if there is any. Of rows that contradict each other,
    none counts. Relayed figures are compared only within the same speaker and publication.
    """
    groups: dict[Hashable, list[Observation]] = defaultdict(list)
    for row in observations:
        voice = (row.speaker, row.publication) if row.standing is Standing.RELAYED else ()
        groups[row.reporter, row.partner, row.flow, row.code, row.period, *voice].append(row)
    dropped: set[int] = set()
    faults: list[tuple[int, RowFault]] = []
    for rivals in groups.values():
        if len(rivals) == 1:
            continue
        values = {(rival.value, rival.qualifier, rival.status) for rival in rivals}
        weighed = [rival for rival in rivals if rival.quantity is not None]
        lines = [rival.cell.row for rival in rivals]
        if len(values) == 1 and len({(rival.quantity, rival.quantity_unit) for rival in weighed}) <= 1:
            dropped |= set(lines) - {(weighed or rivals)[0].cell.row}
            continue
        dropped |= set(lines)
        what = "values" if len(values) > 1 else "quantities"
        for rival in rivals:
            reason = f"lines {' and '.join(map(str, lines))} give {rival.code} in {rival.period} different {what}"
            faults.append((rival.cell.row, RowFault("value", rival.cell.text, reason)))
    return dropped, faults


@dataclass(frozen=True)
class Summary:
    """The trade for which a batch has rows."""

    # reporter, partner, flow, period, and whether customs has a value
    trades: frozenset[tuple[str, str, str, Period, bool]]

    @classmethod
    def of(cls, observations: Iterable[Observation]) -> Summary:
        """Return the summary of observations."""
        trades: set[tuple[str, str, str, Period, bool]] = set()
        for row in observations:
            is_figure = row.standing is Standing.CUSTOMS and row.value is not None
            trades.add((row.reporter, row.partner, row.flow.value, row.period, is_figure))
        return cls(frozenset(trades))

    @property
    def newest(self) -> Period:
        """The newest period with a customs figure, or, if there is none, the newest period of any row."""
        customs = [period for *_, period, is_figure in self.trades if is_figure]
        return max(customs or [period for *_, period, _ in self.trades])

    @property
    def parties(self) -> tuple[tuple[str, str, str], ...]:
        """Each reporter, partner and flow, in order."""
        return tuple(sorted({(reporter, partner, flow) for reporter, partner, flow, *_ in self.trades}))

    def coverage(self, layout: TableLayout) -> tuple[Coverage, ...]:
        """Return what the settings say the file is complete about, in the periods that it prints.

        This is `covers_codes`; or every code of every partner, if the file has them all. A file with every line of the
        partners that it prints has no coverage: its `covers` says so.
        """
        has_all = layout.covers == "all" and layout.every_partner
        if not (layout.covers_codes or has_all):
            return ()
        periods: dict[tuple[str, str, str], set[Period]] = defaultdict(set)
        for reporter, partner, flow, period, _ in self.trades:
            is_of_all = layout.every_partner and partner != WORLD
            periods[reporter, "" if is_of_all else partner, flow].add(period)
        return tuple(
            Coverage(reporter, partner, Flow(flow), layout.covers_codes, tuple(sorted(when)))
            for (reporter, partner, flow), when in sorted(periods.items())
        )
