"""A monthly story from a table of full dollars to its audit, without pages: read, measured, told and judged."""

import hashlib
import json
from collections.abc import Callable, Collection, Container, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from generator.audit.claim_evidence import ClaimEvidence
from generator.audit.patterns.text_rules import judge
from generator.audit.trace.recompute import trace
from generator.commentary.editorial import edited_story
from generator.commentary.editors_text import EditorsText
from generator.movements import Movements, Thresholds, find_movements
from generator.sources import TableLayout, read
from generator.store.market_figures import market_of
from generator.story.amounts import Claim
from generator.story.brief import Brief, ThemeLines
from generator.story.claim_ledger import ClaimLedger
from generator.story.label import Label
from generator.story.month import Month
from generator.story.patterns import digest_of_words
from generator.story.plan import Story
from generator.story.record import (
    SCHEMA,
    as_json,
    cell_data,
    cells_csv,
    cells_of,
    claim_data,
    claims_data,
    edition_data,
    texts_of,
)
from generator.story.words import speak
from generator.trade.codes import WORLD, Flow
from generator.trade.figures import Figures, Selection
from generator.trade.period import Period
from generator.trade.release import Batch, Coverage, Vintage
from generator.trade.series_gaps import without_gaps

NAMES = {
    "2601": Label("iron ores and concentrates", "iron ores", "iron ores", plural=True),
    "2603": Label("copper ores and concentrates", "copper ores", "copper ores", plural=True),
    "2606": Label("aluminium ores and concentrates", "aluminium ores", "aluminium ores", plural=True),
    "2607": Label("lead ores and concentrates", "lead ores", "lead ores", plural=True),
    "2608": Label("zinc ores and concentrates", "zinc ores", "zinc ores", plural=True),
    "2610": Label("chromium ores and concentrates", "chromium ores", "chromium ores", plural=True),
    "7402": Label("unrefined copper", "unrefined copper", "unrefined copper"),
    "7403": Label("refined copper", "refined copper", "refined copper"),
    "7404": Label("copper scrap", "copper scrap", "copper scrap"),
    "7602": Label("aluminium scrap", "aluminium scrap", "aluminium scrap"),
}
THEMES = (
    ThemeLines("Copper", ("7402", "7403", "7404")),
    ThemeLines("Ores", ("2601", "2603", "2606", "2607", "2608", "2610")),
)


@dataclass(frozen=True)
class Monthly:
    """A story with the files that its audit reads, and those in `others` of its languages."""

    story: Story
    edition: Any
    claims: Any
    raw: Mapping[str, bytes]
    figures: bytes
    others: tuple[Story, ...] = ()

    @cached_property
    def findings(self) -> tuple[str, ...]:
        """What the audit's links B and C find in it."""
        evidence = ClaimEvidence.of(self.claims)
        found = [
            *judge(self.edition, evidence),
            *trace(self.edition, evidence, self.raw.__getitem__, self.figures),
        ]
        return tuple(map(str, found))

    def findings_after(self, name: str, spoil: Callable[[Any], object]) -> tuple[str, ...]:
        """Return what the audit finds once `spoil` has changed the block called `name` of the English edition."""
        edition = json.loads(json.dumps(self.edition))
        spoil(next(block for block in edition["stories"]["en"]["blocks"] if block["id"] == name))
        return replace(self, edition=edition).findings

    @property
    def words(self) -> list[str]:
        """Every text of the story."""
        return [text.words for text in texts_of(self.story)]

    @property
    def prose(self) -> str:
        """Every text, one a line."""
        return "\n".join(self.words)

    def block(self, name: str) -> Any:  # noqa: ANN401 -- any block
        """Return the block called `name`, None where there is none."""
        return next((block for block in self.story.blocks if block.id == name), None)

    def said(self, name: str) -> str:
        """Return the paragraphs of a section as one text."""
        section = self.block(name)
        return " ".join(text.words for paragraph in section.paragraphs for text in paragraph) if section else ""


class _Office(NamedTuple):
    flow: Flow
    covers: str
    parties: tuple[str, str]
    scale: int


OWN = {  # customs and group, by language
    "en": ("General Administration of Customs", "mineral and metal"),
    "zh": ("海关总署", "矿产品"),
    "ur": ("کسٹمز انتظامیہ", "معدنیات"),
}
THRESHOLDS = {"defaults": {"notable": {"any": [{"metric": "contrib", "abs_gte": 0.25}]}}}
Table = Mapping[tuple[str, str], tuple[int, int]]
WRITTEN = tuple(field.name for field in fields(EditorsText))


def table(value: Callable[[str, int], int], *, codes: tuple[str, ...] = tuple(NAMES), months: int = 36) -> Table:
    """Return dollars and kilograms by code and month: `value` of the code and the place of each of `months` to 2025-12.

    A tonne is worth 4,000 dollars in the first year and a tenth more each year.
    """
    last = Period.parse("2025-12")
    found = {}
    for code in codes:
        for place in range(months):
            dollars = value(code, place)
            if dollars:
                worth = 4000 * (10 + place // 12) // 10
                found[code, str(last.step(place - months + 1))] = (dollars, dollars * 1000 // worth)
    return found


def months(
    rows: Table,
    period: str = "2025-12",
    *,
    codes: tuple[str, ...] = (),
    thresholds: Mapping[str, Any] = THRESHOLDS,
    flow: Flow = Flow.IMPORT,
    covers: str = "all",
    besides: int = 0,
    **hand: Any,  # noqa: ANN401 -- fields of a brief, and `parties`: reporter and partner
) -> Monthly:
    """Return the audited story of `rows`, whose chapters are added up here, with some dollars `besides` each month.

    A month without a row had no trade, unless `covers` says that rows are `listed`; of a large line that stopped a row
    says so, as nobody believes it without one (trade.series_gaps). Codes and months that are
    `withheld` have a row without a value, those of `over` are more than it says, those of `about` near it; figures are
    provisional but in months that are `final`. The rows are in full dollars, or in a `scale` of them. It is told in
    English, in another `language`, or in several `languages`; a year
    to date begins in January, or in the month `year_start`. `market` has the rows of other partners, as in `ground`,
    `opposite` those of the other direction.
    """
    languages = hand.pop("languages", (hand.pop("language", "en"),))
    lines = tuple(sorted({code for code, _ in rows}))
    selected = codes or (*sorted({code[:2] for code in lines}), *lines)
    marked = [hand.pop(name, ()) for name in ("withheld", "final", "over", "about")]
    raw = _raw(rows, selected, besides, *marked)
    office = _Office(flow, covers, hand.pop("parties", ("CHN", "PAK")), hand.pop("scale", 1))
    start = hand.pop("year_start", 1)
    batch, figures, movements = _measured(raw, office, period, selected, json.dumps(thresholds), start)
    stops = _stops(figures, lines)
    if stops:
        raw = _raw({**rows, **stops}, selected, besides, *marked)
        batch, figures, movements = _measured(raw, office, period, selected, json.dumps(thresholds), start)
    kept, older = {batch.raw: raw}, hand.pop("told_first", None)
    others: dict[str, Any] = {}
    market, opposite = hand.pop("market", None), hand.pop("opposite", None)
    if opposite is not None:
        back, text = office._replace(flow=flow.opposite), _raw(opposite, selected, besides, *marked)
        batch_back, figures_back, _ = _measured(text, back, period, selected, json.dumps(thresholds), start)
        releases_of_both = (batch.release, batch_back.release)
        figures = replace(figures, opposite=figures_back, vintage=replace(figures.vintage, releases=releases_of_both))
        kept[batch_back.raw] = text
        others = {batch_back.raw: document_of(batch_back, "back.csv", "2026-01-27", _layout(*back))}
    if market is not None:
        figures, others, whole = with_market(figures, {office.parties[1]: {**rows, **stops}, **market})
        kept |= whole
    releases = {"office.csv": (batch, "2026-01-27")}
    if older:
        first = _read(_raw(older, selected, besides, ()), office)
        kept[first.raw] = _raw(older, selected, besides, ())
        releases = {"first.csv": (first, "2025-12-27"), **releases}
        vintage = replace(figures.vintage, releases=(first.release, batch.release))
        cells = dict(figures.cells) | {(cell.code, cell.period): cell for cell in first.observations}
        figures, hand = replace(figures, vintage=vintage), hand | {"first": replace(figures, cells=cells)}
    documents = {one.raw: document_of(one, name, day, _layout(*office)) for name, (one, day) in releases.items()}
    documents = others | documents
    return edited(figures, movements, documents, kept, languages=languages, **hand)


def document_of(batch: Batch, name: str, day: str, layout: TableLayout) -> dict[str, Any]:
    """Return a release as claims.json has it."""
    head = {"name": name, "source": "office", "release": batch.release, "released": day, "covers": layout.covers}
    return head | layout.as_data()


def edited(
    figures: Figures,
    movements: Movements,
    documents: Mapping[str, Any],
    raw: Mapping[str, bytes],
    *,
    languages: Sequence[str] = ("en",),
    **hand: Any,  # noqa: ANN401 -- fields of a brief, and what an editor wrote
) -> Monthly:
    """Return the story of figures that were read from `raw`, with its files."""
    ledger, codes = ClaimLedger(figures.period), figures.selection.codes
    written = EditorsText(**{name: hand.pop(name) for name in WRITTEN if name in hand})
    briefs = {language: brief_in(language, **hand) for language in languages}
    stories = [edited_story(figures, movements, brief, ledger, written, revision=1) for brief in briefs.values()]
    names = {language: {code: brief.label(code).forms() for code in codes} for language, brief in briefs.items()}
    editor = _editors_file(written)
    kept = {**raw, hashlib.sha256(editor).hexdigest(): editor} if editor else dict(raw)
    head: dict[str, Any] = {"briefing": "minerals", "period": str(figures.period), "revision": 1}
    head |= {"year_start": figures.year_start} if figures.year_start != 1 else {}
    head |= {"editors_files": [hashlib.sha256(editor).hexdigest()]} if editor else {}
    day = str(figures.vintage.as_of)
    more = {"compare_period": str(movements.base), "as_of": day, "codes": list(codes), "formats": ["pdf"]}
    edition = json.loads(as_json(edition_data(head | more | readers_of(briefs), names, stories)))
    data = claims_data(head, documents, ledger, stories)
    return Monthly(stories[0], edition, json.loads(as_json(data)), kept, cells_csv(data), tuple(stories[1:]))


@dataclass(frozen=True)
class Ground:
    """What the sections of a story work from, with the bytes of its figures by digest, and their documents."""

    month: Month
    raw: Mapping[str, bytes]
    documents: Mapping[str, Any]

    def faults(self, claims: Sequence[Claim]) -> list[str]:
        """Return what the audit finds in claims of it that a story could print."""
        month, head = self.month, {"period": str(self.month.figures.period), "revision": 1}
        more = {"compare_period": str(month.base), "codes": list(month.figures.selection.codes), "stories": {}}
        used = {name for claim in claims for name in cells_of(claim.formula)}
        known, parts = month.ledger.cells, month.ledger.parts
        used |= {part for name in used & known.keys() for part in parts(known[name])}
        cells = {name: cell_data(known[name], parts(known[name])) for name in used if name in known}
        rows = [claim_data(claim, ["x"]) for claim in claims]
        data = json.loads(as_json({"documents": self.documents, "cells": cells, "claims": rows, **head}))
        edition = {"schema": SCHEMA} | head | more
        return [str(one) for one in trace(edition, ClaimEvidence.of(data), self.raw.__getitem__, None)]


def _stops(figures: Figures, lines: Collection[str]) -> Table:
    """Return a row of nothing for each month in which a large line stopped: without one it would be a gap."""
    left_out = without_gaps(figures, lambda _code, _when: False).gaps
    return {(code, str(when)): (0, 0) for code, every in left_out.items() if code in lines for when in every}


def ground(
    rows: Table,
    period: str = "2025-12",
    *,
    codes: tuple[str, ...] = (),
    parties: tuple[str, str] = ("CHN", "PAK"),
    covers: str = "all",
    over: Container[tuple[str, str]] = (),
    withheld: Container[tuple[str, str]] = (),
    market: Mapping[str, Table] | None = None,
    language: str = "en",
) -> Ground:
    """Return the figures of `rows`, measured; cells of `over` are bounds, those of `withheld` have no value.

    The `codes` selected are those of the rows, where none are named. `market` has the rows of the other partners,
    by partner, perhaps with the World's, in a second document, which is complete about every partner.
    """
    selected = codes or tuple(sorted({code for code, _ in rows}))
    raw, office = _raw(rows, selected, 0, withheld, (), over), _Office(Flow.IMPORT, covers, parties, 1)
    batch, figures, movements = _measured(raw, office, period, selected, json.dumps(THRESHOLDS), 1)
    stops = _stops(figures, selected)
    if stops:
        raw = _raw({**rows, **stops}, selected, 0, withheld, (), over)
        batch, figures, movements = _measured(raw, office, period, selected, json.dumps(THRESHOLDS), 1)
    documents = {batch.raw: document_of(batch, "office.csv", "2026-01-27", _layout(*office))}
    kept = {batch.raw: raw}
    if market is not None:
        figures, others, whole = with_market(figures, {parties[1]: {**rows, **stops}, **market})
        documents = others | documents
        kept |= whole
    month = Month(figures, movements, brief_in(language), speak(language), ClaimLedger(figures.period))
    return Ground(month, kept, documents)


def with_market(figures: Figures, tables: Mapping[str, Table]) -> tuple[Figures, dict[str, Any], dict[str, bytes]]:
    """Return figures with their market, its document for claims.json, and its bytes, by digest.

    The document comes before the figures' own. It has the rows of `tables`, by partner, the briefing's own included. It
    is complete about all partners, and about the World where it has a row of it.
    """
    of = figures.selection
    lines = [
        f"{when},{partner},{code},{usd}"
        for partner, table_of_partner in tables.items()
        for (code, when), (usd, _) in sorted(table_of_partner.items())
    ]
    raw = "\n".join(["month,partner,hs,usd", *lines, ""]).encode()
    columns = {"period": "month", "partner": "partner", "code": "hs", "value": "usd"}
    layout = TableLayout(name="office", columns=columns, reporter=of.reporter, flow=of.flow.value)
    batch = read(layout, raw, "market.csv", date(2026, 1, 27))
    assert batch.refusals == ()
    months_of_all = {Period.parse(when) for table_of_partner in tables.values() for _, when in table_of_partner}
    partners = ("", WORLD) if WORLD in tables else ("",)
    coverage = [Coverage(of.reporter, partner, of.flow, (), tuple(sorted(months_of_all))) for partner in partners]
    vintage = replace(figures.vintage, releases=(batch.release, *figures.vintage.releases))
    to_date = figures.to_date
    span = to_date if to_date.months == 12 else figures.period
    is_quarter = span.frequency == "quarterly"
    ends = (span, span.step(-1), span.year_before()) if is_quarter else (span, span.year_before())
    cells = [cell for cell in batch.observations if cell.period.first < span.first + span.months]
    whole = market_of(of, ends, vintage, cells, [(batch.release, scope) for scope in coverage])
    entry = document_of(batch, "market.csv", "2026-01-27", layout)
    parties = [{"reporter": scope.reporter, "partner": scope.partner, "flow": scope.flow.value} for scope in coverage]
    spans = [str(when) for when in sorted(months_of_all)]
    entry["coverage"] = [named | {"codes": [], "periods": spans} for named in parties]
    return replace(figures, vintage=vintage, market=whole), {batch.raw: entry}, {batch.raw: raw}


def _editors_file(written: EditorsText) -> bytes:
    """Return a file with what an editor wrote, each source as a link; nothing where nobody wrote."""
    words = [written.headline.words] if written.headline else []
    for remark in (remark for part in written.remarks for remark in part.paragraphs):
        words += [remark.words, *(f"[{source}](https://example.org)" for source in remark.sources)]
    return "\n".join(words).encode()


def readers_of(briefs: Mapping[str, Brief]) -> dict[str, Any]:
    """Return the native readers of the briefs' words as the head of edition.json has them."""
    found = {language: brief.reader for language, brief in briefs.items() if brief.reader}
    rows = {
        language: {"name": reader.name, "day": str(reader.day), "words": digest_of_words(language)}
        for language, reader in found.items()
    }
    return {"readers": rows} if rows else {}


def brief_in(language: str, **hand: Any) -> Brief:  # noqa: ANN401 -- fields of a brief
    """Return the briefing's settings in one language; in English the lines have names of its own."""
    customs, group = OWN[language]
    own = {"customs": customs, "group": group, "labels": NAMES if language == "en" else {}, "themes": THEMES}
    settings: dict[str, Any] = own | {"language": language} | hand
    return Brief("minerals", "Minerals", "Desk", "Beijing", "desk@example.org", **settings)


@lru_cache(8)  # many tests lay other words over one table
def _measured(
    raw: bytes, office: _Office, period: str, selected: tuple[str, ...], thresholds: str, start: int
) -> tuple[Batch, Figures, Movements]:
    batch = _read(raw, office)
    cells = {(cell.code, cell.period): cell for cell in batch.observations}
    covered = frozenset(when for _, when in cells) if office.covers == "all" else frozenset[Period]()
    selection = Selection("office", *office.parties, office.flow, selected)
    vintage = Vintage(date(2026, 1, 28), (batch.release,))
    all_covered = dict.fromkeys(selection.codes, covered)
    figures = Figures(selection, Period.parse(period), vintage, cells, (), all_covered, year_start=start)
    return batch, figures, find_movements(figures, Thresholds.read(json.loads(thresholds)))


def _read(raw: bytes, office: _Office) -> Batch:
    batch = read(_layout(*office), raw, "office.csv", date(2026, 1, 27))
    assert batch.refusals == ()
    return batch


def _raw(
    rows: Table,
    selected: tuple[str, ...],
    besides: int,
    withheld: Container[tuple[str, str]],
    final: Container[str] = (),
    over: Container[tuple[str, str]] = (),
    about: Container[tuple[str, str]] = (),
) -> bytes:
    whole: dict[tuple[str, str], tuple[int, int]] = dict(rows)
    for (code, when), (dollars, mass) in rows.items():
        if code[:2] in selected:
            had = whole.get((code[:2], when), (besides, 0))
            whole[code[:2], when] = (had[0] + dollars, had[1] + mass)
    lines = [
        f"{key[1]},{key[0]},{'c' if key in withheld else usd},{kg},kg,{'PF'[key[1] in final]},"
        + ("over" if key in over else "about" if key in about else "exact")
        for key, (usd, kg) in sorted(whole.items())
    ]
    return "\n".join(["month,hs,usd,quantity,unit,status,qualifier", *lines, ""]).encode()


def _layout(flow: Flow, covers: str, parties: tuple[str, str], scale: int) -> TableLayout:
    columns = {"period": "month", "code": "hs", "value": "usd", "quantity": "quantity"}
    return TableLayout(
        name="office",
        columns=columns | {"quantity_unit": "unit", "status": "status", "qualifier": "qualifier"},
        reporter=parties[0],
        partner=parties[1],
        flow=flow.value,
        scale=Decimal(scale),
        covers=covers,
        status_marks={"c": "C"},
    )
