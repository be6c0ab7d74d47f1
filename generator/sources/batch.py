"""A file's bytes as one Batch: the rows that can be used, and a refusal for each that cannot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from hashlib import sha256

from generator.errors import SourceChanged
from generator.sources.faults import LayoutFault, NothingUsable, RowFault, plain
from generator.sources.layout import TableLayout
from generator.sources.measures import parted
from generator.sources.number import form_throughout
from generator.sources.remedies import remedy_of
from generator.sources.row import observation, published
from generator.sources.table import Table, read_table
from generator.sources.valued import valued
from generator.trade.codes import WORLD, Flow
from generator.trade.observation import Cell, Observation, Standing
from generator.trade.period import Period
from generator.trade.release import Batch, Coverage, Refusal


def read(
    layout: TableLayout,
    raw: bytes,
    document: str,
    released: date | None,
    *,
    asked: tuple[Coverage, ...] = (),
    address: str = "",
) -> Batch:
    """Return what the bytes of `document` say under `layout`.

    `released` None means the newest `published` date of the rows. `asked` is what an answer from `address` was asked
    for: it is complete about that, may be empty, and may hold nothing else. A fault of the layout raises SourceChanged;
    a fault of a row puts that row among `refusals`.
    """
    where = f"{layout.name}: {plain(document)}"
    try:
        table = read_table(layout, raw)
        _refuse_other_form(table, layout)
        day = released or _newest_published(table, layout)
    except LayoutFault as fault:
        raise fault.named(layout.name, document) from None
    empty = replace(_empty(layout, day, document, raw), address=address)
    found, faulty = _rows(layout, table, empty)
    observations, refusals = _agreed(found, faulty, layout, document)
    repeated = len(found) + len(faulty) - len(observations) - len(refusals)
    if strange := next(
        (one for one in observations if asked and not any(question.holds(one) for question in asked)), None
    ):
        what = f"{strange.reporter}, {strange.partner}, {strange.flow}, {strange.code}, {strange.period}"
        msg = f"{where}: record {strange.cell.row} answers another question ({what}). Nothing was stored. Ask again."
        raise SourceChanged(msg)
    if not observations and not (asked and not refusals):
        raise nothing_usable(where, refusals, len(table.rows), layout)
    covers = "listed" if refusals else layout.covers  # a line that was set aside is unknown, not without trade
    period = _newest(observations) if observations else max(when for one in asked for when in one.periods)
    known = () if refusals else asked or _coverage(layout, observations)
    told = replace(empty, covers=covers, period=period, observations=observations, refusals=refusals)
    return replace(told, coverage=known, repeated=repeated)


def nothing_usable(where: str, refusals: tuple[Refusal, ...], rows: int, layout: TableLayout) -> NothingUsable:
    """Return the error of a file of whose rows none is left."""
    first = f"line {refusals[0].row}, {refusals[0].reason}" if refusals else "it has none of those that are read"
    msg = f"{where}: none of the {rows} rows can be used ({first}). Nothing was stored. {remedy_of(layout, refusals)}"
    return NothingUsable(msg, refusals)


def _coverage(layout: TableLayout, observations: tuple[Observation, ...]) -> tuple[Coverage, ...]:
    """Return what the file is complete about by its settings: some codes, in the periods that it prints."""
    if not layout.covers_codes:
        return ()
    found: dict[tuple[str, str, Flow], set[Period]] = defaultdict(set)
    for one in observations:
        every = layout.every_partner and one.partner != WORLD
        found[one.reporter, "" if every else one.partner, one.flow].add(one.period)
    return tuple(Coverage(*of, layout.covers_codes, tuple(sorted(when))) for of, when in sorted(found.items()))


def _empty(layout: TableLayout, day: date, document: str, raw: bytes) -> Batch:
    digest, period = sha256(raw).hexdigest(), Period(0, 1)
    return Batch(layout.name, day, document, digest, period, (), covers=layout.covers, layout=layout.digest)


def _texts(layout: TableLayout, table: Table, field: str) -> list[str]:
    place = table.header.index(layout.columns[field])
    return [fields[place] for _, fields in table.rows if len(fields) == len(table.header)]


def _refuse_other_form(table: Table, layout: TableLayout) -> None:
    refuse_other_form([text for text in _texts(layout, table, "value") if is_number(text, layout)], layout)


def is_number(text: str, layout: TableLayout) -> bool:
    """Say whether a text of the value column should be a number."""
    return text.strip() not in {"", *layout.status_marks}


def refuse_other_form(texts: list[str], layout: TableLayout) -> None:
    """Raise LayoutFault where all of `texts`, which should be numbers, are written in another form than is declared."""
    if other := form_throughout(texts, layout.numbers):
        problem = f"numbers are written as {other} throughout; declared is {layout.numbers}."
        raise LayoutFault(problem, "If that is right, change decimal_mark and grouping in the source's settings.")


def _newest_published(table: Table, layout: TableLayout) -> date:
    return newest_published(_texts(layout, table, "published") if "published" in layout.columns else [], layout)


def newest_published(texts: Iterable[str], layout: TableLayout) -> date:
    """Return the newest day that `texts` write, or raise LayoutFault where none writes any."""
    days = [day for day in map(published, texts) if day]
    if not days:
        remedy = f"Say the day: tradebrief ingest FILE --source {layout.name} --released DATE."
        raise LayoutFault(problem="no row says when it was published.", remedy=remedy)
    return max(days)


def _rows(layout: TableLayout, table: Table, batch: Batch) -> tuple[list[Observation], list[Refusal]]:
    places = {field: table.header.index(column) for field, column in layout.columns.items()}
    found, meant = parted(layout, table), valued(layout, table.header)
    observations: list[Observation] = []
    refusals = [refused(layout, batch.document, line, fault) for line, fault in found.faults]
    for line, fields in found.rows:
        try:
            if len(fields) != len(table.header):
                raise ragged(fields, table.header, layout.delimiter)
            texts = {field: fields[place] for field, place in places.items()}
            if meant:
                texts["valuation"] = meant(fields)
            cell = Cell(batch.release, batch.raw, line, layout.columns["value"], texts["value"])
            weight = None
            if line in found.beside:
                at, texts["quantity"] = found.beside[line]
                weight = replace(cell, row=at, text=texts["quantity"])
            observations.append(observation(layout, texts, cell, batch.released, weight))
        except RowFault as fault:
            refusals.append(refused(layout, batch.document, line, fault))
    return observations, refusals


def ragged(fields: tuple[str, ...], header: tuple[str, ...], delimiter: str) -> RowFault:
    """Return the fault of a row with more or fewer fields than the header."""
    reason = f"{len(fields)} fields where the header has {len(header)}"
    return RowFault(field="", text=delimiter.join(fields), reason=reason)


def refused(layout: TableLayout, document: str, line: int, fault: RowFault) -> Refusal:
    """Return the row that is set aside for `fault`."""
    return Refusal(document, line, layout.columns.get(fault.field, fault.field), fault.reason, plain(fault.text))


def _agreed(
    observations: list[Observation], refusals: list[Refusal], layout: TableLayout, document: str
) -> tuple[tuple[Observation, ...], tuple[Refusal, ...]]:
    """Return the observations with equal ones collapsed; those that contradict each other join the refusals."""
    rivals: dict[tuple[object, ...], list[Observation]] = defaultdict(list)
    for one in observations:
        voice = (one.speaker, one.publication) if one.standing is Standing.RELAYED else ()
        rivals[one.reporter, one.partner, one.flow, one.code, one.period, *voice].append(one)
    kept = tuple(_fullest(group) for group in rivals.values() if _agree(group))
    fought = [one for group in rivals.values() if not _agree(group) for one in _refused(group, layout, document)]
    return kept, tuple(sorted((*refusals, *fought), key=lambda refusal: refusal.row))


def _refused(group: list[Observation], layout: TableLayout, document: str) -> list[Refusal]:
    lines, what = [one.cell.row for one in group], "quantities" if _have_one_value(group) else "values"
    return [
        refused(layout, document, one.cell.row, contradiction(lines, one.code, str(one.period), one.cell.text, what))
        for one in group
    ]


def contradiction(lines: Iterable[int], code: str, period: str, text: str, what: str) -> RowFault:
    """Return the fault of a row that says of `code` in `period` something else than another one of `lines`.

    `what` differs: "values" or "quantities".
    """
    return RowFault("value", text, f"lines {' and '.join(map(str, lines))} give {code} in {period} different {what}")


def _agree(group: list[Observation]) -> bool:
    """Say whether rows have one value, and one quantity in one unit; a row without a quantity denies none."""
    quantities = {(one.quantity, one.quantity_unit) for one in group if one.quantity is not None}
    return _have_one_value(group) and len(quantities) < 2  # noqa: PLR2004 -- one, or none


def _have_one_value(group: list[Observation]) -> bool:
    return len({(one.value, one.qualifier, one.status) for one in group}) == 1


def _fullest(group: list[Observation]) -> Observation:
    """Return the first of rows that agree, if one has a quantity the first that has."""
    return next((one for one in group if one.quantity is not None), group[0])


def _newest(observations: Iterable[Observation]) -> Period:
    """Return the newest period for which customs has a figure; where there is none, the newest of any row."""
    customs = [one.period for one in observations if one.standing is Standing.CUSTOMS and one.value is not None]
    return max(customs or [one.period for one in observations])
