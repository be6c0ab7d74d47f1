"""A story from a table of text to its audit, without pages: read, measured, told and judged by the real rooms."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from generator.audit.claim_evidence import ClaimEvidence
from generator.audit.patterns.judge import judge
from generator.audit.trace.recompute import trace
from generator.commentary.editorial import edited_story
from generator.commentary.editors_text import EditorsText
from generator.movements import Thresholds, find_movements
from generator.sources import TableLayout, read
from generator.story.brief import Brief
from generator.story.claim_ledger import ClaimLedger
from generator.story.label import Label
from generator.story.plan import Story
from generator.story.record import as_json, cells_csv, claims_data, edition_data, texts_of
from generator.trade.codes import Flow
from generator.trade.figures import Figures, Selection
from generator.trade.period import Period
from generator.trade.release import Batch, Vintage
from tests.story.months import WRITTEN

YEAR = Period.parse("2025")
HEAD = "period,code,value,scale,qualifier,wording,standing,speaker,published,publication"
FIELDS = tuple(HEAD.split(","))
NAMES = {
    "74": Label("copper and copper articles", "copper and articles", "copper"),
    "76": Label("aluminium and its articles", "aluminium and articles", "aluminium"),
    "2601": Label("iron ores and concentrates", "iron ores", "iron ores", plural=True),
    "2603": Label("copper ores and concentrates", "copper ores", "copper ores", plural=True),
    "2606": Label("aluminium ores and concentrates", "aluminium ores", "aluminium ores", plural=True),
    "2607": Label("lead ores and concentrates", "lead ores", "lead ores", plural=True),
    "2608": Label("zinc ores and concentrates", "zinc ores", "zinc ores", plural=True),
    "2610": Label("chromium ores and concentrates", "chromium ores", "chromium ores", plural=True),
}
OWN: dict[str, tuple[str, str, dict[str, Label]]] = {  # customs, group and the lines' names, by language
    "en": ("Customs", "mineral", NAMES),
    "zh": ("海关总署", "矿产品", {}),
    "ur": ("کسٹمز انتظامیہ", "معدنیات", {}),
}


@dataclass(frozen=True)
class Whole:
    """A story with what the audit's links B and C find in it."""

    story: Story
    findings: tuple[str, ...]

    @property
    def words(self) -> list[str]:
        """Every text of the story."""
        return [text.words for text in texts_of(self.story)]

    @property
    def prose(self) -> str:
        """All texts, one a line."""
        return "\n".join(self.words)


def whole(
    rows: str,
    codes: tuple[str, ...],
    *,
    covers: str = "listed",
    flow: Flow = Flow.IMPORT,
    language: str = "en",
    **hand: Any,  # noqa: ANN401 -- fields of a brief, and `parties`: reporter and partner
) -> Whole:
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
    figures, ledger = _figures(batch, Selection("office", reporter, partner, flow, codes)), ClaimLedger(YEAR)
    movements = find_movements(figures, Thresholds.read())
    written = EditorsText(**{name: hand.pop(name) for name in WRITTEN if name in hand})
    customs, group, labels = OWN[language]
    fields: dict[str, Any] = {"customs": customs, "group": group, "labels": labels, "language": language} | hand
    brief = Brief("minerals", "Minerals", "Desk", "Beijing", "desk@example.org", **fields)
    story = edited_story(figures, movements, brief, ledger, written, revision=1)
    head = {"briefing": "minerals", "period": "2025", "revision": 1}
    names = {code: brief.label(code).forms() for code in codes}
    entry = {"name": "office.csv", "source": "office", "release": batch.release, "released": "2026-01-27"}
    documents = {batch.raw: {**entry, "covers": covers, **layout.as_data()}}
    more = {"compare_period": "2024", "as_of": "2026-01-27", "codes": list(codes), "formats": ["pdf"]}
    edition = json.loads(as_json(edition_data(head | more, {language: names}, [story])))
    data = claims_data(head, documents, ledger, [story])
    claims = json.loads(as_json(data))
    kept = {batch.raw: raw}
    found = [
        *judge(edition, ClaimEvidence.of(claims)),
        *trace(edition, ClaimEvidence.of(claims), kept.__getitem__, cells_csv(data)),
    ]
    return Whole(story, tuple(map(str, found)))


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
