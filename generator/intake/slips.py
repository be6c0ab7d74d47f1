"""Slips: what a person is to fetch where no source answers: site, period, partner, codes, columns, folder."""

from __future__ import annotations

from collections.abc import Iterator

from generator.errors import SettingsError
from generator.intake.questions import Question
from generator.settings.desk import Desk
from generator.settings.wiring import release_calendar
from generator.sources.gacc_slip import slip
from generator.sources.table_layout import TableLayout
from generator.trade.codes import area
from generator.trade.figures import Selection
from generator.trade.period import Period

_BY_HAND = (
    "tradebrief ingest FILE --source {} --released DAY; no column is declared as published, so the inbox refuses it"
)
_FLOWS = {"M": "imports", "X": "exports", "RM": "re-imports", "RX": "re-exports"}


# where the habits of a publisher say the place; docs/sources/sdmx.md says the rest of the address
_SITES = {"comext": "https://ec.europa.eu/eurostat/api/comext/dissemination/sdmx/2.1/data/DS-045409/KEY"}


def slips(desk: Desk, question: Question, period: Period) -> Iterator[str]:
    """Yield what is to be fetched so that `question` has `period`, one slip for each flow."""
    for selection in question.selections():
        if desk.table(question.source).kind == "gacc":
            yield _of_customs(desk, selection, period)
        else:
            yield _of_tables(desk, selection, period)


def _of_customs(desk: Desk, selection: Selection, period: Period) -> str:
    calendar = release_calendar(desk, selection.source)
    try:
        return str(slip(desk.table(selection.source), selection, period, calendar))
    except ValueError as fault:
        where = desk.where("desk.yaml", ("sources", selection.source))
        raise SettingsError(where, f"{fault}.") from None


def _of_tables(desk: Desk, selection: Selection, period: Period) -> str:
    source, layout = desk.settings.sources[selection.source], desk.table(selection.source)
    reporter, partner = (area(one).name for one in (selection.reporter, selection.partner))
    lines = {
        "site": source.address
        or _SITES.get(source.like or "", f"not known: write address: for {selection.source}, in desk.yaml"),
        "figures": f"{_FLOWS[selection.flow]} of {reporter}, partner {partner}",
        "period": str(period),
        "codes": ", ".join(selection.codes),
        "columns": ", ".join(dict.fromkeys([*layout.columns.values(), *_telling(layout)])),
        "currency": layout.currency,
        "file": f"into inbox/{selection.source}/" if _says_its_day(layout) else _BY_HAND.format(selection.source),
    }
    return "\n".join([f"To fetch for {selection.source}:", *(f"  {key:<10}{what}" for key, what in lines.items())])


def _says_its_day(layout: TableLayout) -> bool:
    """Say whether a file says when it was published, without which no inbox takes it in."""
    return "published" in layout.columns or layout.kind == "sdmx"


def _telling(layout: TableLayout) -> tuple[str, ...]:
    """Return the column that tells a value from a quantity, where they stand in rows of their own."""
    return (layout.measures["column"],) if layout.measures else ()
