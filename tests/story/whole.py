"""An annual story from a table of a few rows to its audit, without pages: read, measured, told and judged."""

from datetime import date
from decimal import Decimal
from typing import Any

from generator.movements import Thresholds, find_movements
from generator.sources import TableLayout, read
from generator.story.label import Label
from generator.trade.codes import Flow
from generator.trade.figures import Figures, Selection
from generator.trade.period import Period
from generator.trade.release import Batch, Vintage
from tests.story.months import NAMES, Monthly, document_of, edited

YEAR = Period.parse("2025")
HEAD = "period,code,value,scale,qualifier,wording,standing,speaker,published,publication"
FIELDS = tuple(HEAD.split(","))
CHAPTERS = {
    "74": Label("copper and copper articles", "copper and articles", "copper"),
    "76": Label("aluminium and its articles", "aluminium and articles", "aluminium"),
}
OWN: dict[str, tuple[str, str, dict[str, Label]]] = {  # customs, group and the lines' names, by language
    "en": ("Customs", "mineral", NAMES | CHAPTERS),
    "zh": ("海关总署", "矿产品", {}),
    "ur": ("کسٹمز انتظامیہ", "معدنیات", {}),
}


def whole(
    rows: str,
    codes: tuple[str, ...],
    *,
    covers: str = "listed",
    flow: Flow = Flow.IMPORT,
    language: str = "en",
    **hand: Any,  # noqa: ANN401 -- fields of a brief, and `parties`: reporter and partner
) -> Monthly:
    """Return the audited story of `rows`: `2025 74 1.14 billion`, one a line, with qualifier and word if need be."""
    reporter, partner = hand.pop("parties", ("CHN", "PAK"))
    raw = "\n".join([HEAD, *(_row(line) for line in rows.strip().splitlines())]).encode()
    layout = TableLayout(
        name="office",
        columns={field: field for field in FIELDS},
        reporter=reporter,
        partner=partner,
        flow=flow.value,
        scales={"million": Decimal(10**6), "billion": Decimal(10**9), "dollars": Decimal(1)},
        covers=covers,
    )
    batch = read(layout, raw, "office.csv", None)
    assert batch.refusals == ()
    figures = _figures(batch, Selection("office", reporter, partner, flow, codes))
    customs, group, labels = OWN[language]
    documents = {batch.raw: document_of(batch, "office.csv", "2026-01-27", layout)}
    fields: dict[str, Any] = {"customs": customs, "group": group, "labels": labels, "themes": ()} | hand
    movements = find_movements(figures, Thresholds.read())
    return edited(figures, movements, documents, {batch.raw: raw}, languages=(language,), **fields)


def _row(line: str) -> str:
    period, code, value, scale, *more = line.split(maxsplit=5)
    qualifier, wording = (*more, "", "")[:2]
    standing = "relayed" if qualifier == "relayed" else "customs"
    qualifier = "exact" if qualifier in ("", "relayed") else qualifier
    speaker = "A. Minister" if standing == "relayed" else ""
    return f"{period},{code},{value},{scale},{qualifier},{wording},{standing},{speaker},2026-01-27,The Ledger"


def _figures(batch: Batch, selection: Selection) -> Figures:
    cells = {(cell.code, cell.period): cell for cell in batch.observations if cell.standing == "customs"}
    relayed = tuple(cell for cell in batch.observations if cell.standing != "customs")
    covered = frozenset(period for _, period in cells) if batch.covers == "all" else frozenset[Period]()
    return Figures(
        selection,
        YEAR,
        Vintage(date(2026, 1, 27), (batch.release,)),
        cells,
        relayed,
        dict.fromkeys(selection.codes, covered),
    )
