"""The movements of an edition: its lines judged, and what stands out from its own past among all codes within them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.editions.previous_edition import LONGEST, PreviousEdition, before_of
from generator.intake.fetching import answers
from generator.intake.side_figures import previously
from generator.movements import Movement, Movements, find_movements
from generator.movements.panel import Panel
from generator.movements.panel_of_figures import panel_of
from generator.movements.pick_facts import MIRROR, gaps
from generator.movements.picks import PanelPicks, picks
from generator.settings.briefing_settings import mirror_of, published
from generator.settings.desk import Desk
from generator.settings.desk_parts import digest
from generator.settings.output_shapes import Gaps
from generator.settings.source_settings import noticed
from generator.store import FigureStore
from generator.trade.figures import Figures, Selection
from generator.trade.release import Vintage
from generator.trade.series_breaks import counts_alike, without_breaks

_FLOWS = {"M": "imports", "X": "exports"}
_NONE = "{0} has no {1} of {2} from or to {3} that was out by {4}, so nobody knows the gap. {5}"
_OTHER_MONEY = "{0} counts in {1}, and these figures are in {2}: a gap between them would be the exchange rate's."
_LONGER = "the gap to the partner's report is told of months, and {0} is none."


@dataclass(frozen=True)
class PartnerReport:
    """The partner's report of the same trade, as it was known on the day of the figures, by the codes of its panel.

    `panel` is None where there is nothing to lay beside them; then `why` says so.
    """

    selection: Selection
    vintage: Vintage
    panel: Panel | None = None
    why: str = ""

    @property
    def releases(self) -> tuple[str, ...]:
        """The releases that were known."""
        return tuple(self.vintage.releases)


def report_of(
    desk: Desk, store: FigureStore, name: str, figures: Figures, kept: Sequence[str] | None = None
) -> PartnerReport | None:
    """Return the partner's report of the trade and codes of `figures`; None for a briefing that does not ask for it.

    `kept` are the releases of which a recorded revision was made.
    """
    chosen = mirror_of(desk.briefing(name))
    if chosen is None:
        return None
    chosen = replace(chosen, codes=published(figures.selection.codes))
    as_of = figures.vintage.as_of
    vintage = store.vintage(chosen.source, as_of, chosen) if kept is None else Vintage(as_of, tuple(kept))
    found = PartnerReport(chosen, Vintage(as_of, vintage.releases))
    theirs = without_breaks(store.figures(chosen, figures.period, found.vintage)) if chosen.codes else None
    if theirs is None or not theirs.cells:
        return replace(found, why=_nothing_reported(desk, name, found))
    if other := sorted({cell.currency for cell in theirs.cells.values()} - {figures.currency}):
        return replace(found, why=_OTHER_MONEY.format(chosen.source, " and ".join(other), figures.currency))
    return replace(found, panel=panel_of(_alike(theirs, figures)))


def of_longer(desk: Desk, name: str, figures: Figures) -> PartnerReport | None:
    """Return a report that says why there is no gap of a year; None for a briefing that does not ask for it."""
    chosen = mirror_of(desk.briefing(name))
    if chosen is None:
        return None
    return PartnerReport(chosen, Vintage(figures.vintage.as_of, ()), why=_LONGER.format(figures.period))


def _nothing_reported(desk: Desk, name: str, found: PartnerReport) -> str:
    """Return that the source has nothing of it, and how it comes here."""
    one = found.selection
    by_hand = f"Put its file into inbox/{one.source}/."
    remedy = f"Ask for it: tradebrief pull {name}" if answers(desk.settings.sources[one.source]) else by_hand
    return _NONE.format(one.source, _FLOWS[one.flow], one.reporter, one.partner, found.vintage.as_of, remedy)


def _alike(theirs: Figures, ours: Figures) -> Figures:
    """Return the partner's figures without those under a code that counts other goods there than in ours."""
    editions = {code: cell.edition for (code, period), cell in sorted(ours.cells.items(), key=lambda one: one[0][1])}
    cells = {key: cell for key, cell in theirs.cells.items() if _counts(key[0], cell.edition, editions)}
    return replace(theirs, cells=cells) if cells else theirs


def _counts(code: str, edition: str, editions: dict[str, str]) -> bool:
    return counts_alike(code, edition, editions.get(code, ""))


@dataclass(frozen=True)
class EditionMovements:
    """What moved: the lines of the edition, what the engine picks among all codes within them, and what stood before.

    `picks` and `before` are None for a year; `before` also for a first edition. `report` is the partner's own, None
    where it is not asked for.
    """

    movements: Movements
    picks: PanelPicks | None = None
    before: PreviousEdition | None = None
    report: PartnerReport | None = None


def movements_of(desk: Desk, store: FigureStore, name: str, figures: Figures) -> EditionMovements:
    """Return what moved, in the light of the edition before."""
    return movements_since(desk, store, name, figures, before_of(store, name, figures))


def movements_since(
    desk: Desk,
    store: FigureStore,
    name: str,
    figures: Figures,
    before: PreviousEdition | None,
    mirror: Sequence[str] | None = None,
) -> EditionMovements:
    """Return what moved, in the light of `before`: the same figures and the same before give the same.

    `mirror` are the releases of the partner's report that a recorded revision knew.
    """
    found, report = picks_since(desk, store, name, figures, before, mirror)
    movements = find_movements(figures, desk.thresholds[name], found, previously(desk, store, name, figures))
    return EditionMovements(movements, found, before, report)


def movements_data(found: EditionMovements, *, facts: bool) -> dict[str, Any] | None:
    """Return `movements` of edition.json; None for a year. Without `facts` no figure of a line is in it."""
    if found.picks is None:
        return None
    before = found.before
    return {
        "before": _before(before) if before else None,
        "lines": list(_lines(found.movements)),
        "told": [pick for one in found.picks.told if (pick := _without(one.as_data(), facts=facts))],
        "left_out": [one.as_data() for one in found.picks.left_out],
        "memory": found.picks.memory.as_data(),
    }


def _before(of: PreviousEdition) -> dict[str, str]:
    return {"edition": of.edition, "as_of": of.as_of.isoformat(), "sha256": digest(of.written())}


def gaps_data(found: EditionMovements) -> Gaps | None:
    """Return the gaps to the partner's report, of lines and of what is unlike itself; None where it is not asked."""
    if (report := found.report) is None:
        return None
    one, every = report.selection, gaps(found.picks.judged.snapshot) if found.picks else []
    lines = {line.code for line in found.movements.lines}
    return {
        "source": one.source,
        "reporter": one.reporter,
        "partner": one.partner,
        "flow": one.flow.value,
        "releases": list(report.releases),
        "known": len(every),
        "gaps": [gap for gap in every if gap["flags"] or gap["series"] in lines],
        "why": report.why,
    }


def _without(pick: dict[str, Any], *, facts: bool) -> dict[str, Any]:
    """Return a pick as an edition has it: what the partner counted is for the editor alone."""
    told = [fact for fact in pick["facts"] if fact["metric"] != MIRROR]
    return {key: part for key, part in (pick | {"facts": told}).items() if facts or key != "facts"}


def _lines(found: Movements) -> Iterator[dict[str, Any]]:
    for one in (*found.notable, *found.left_out):
        yield {"notable": one in found.notable, **line_data(one)}


def line_data(one: Movement) -> dict[str, Any]:
    """Return the record of a line that was judged: its score with its parts, and why it is told or not."""
    return {
        "code": one.code,
        "kind": one.kind,
        "direction": one.direction,
        "score": float(one.score),
        "parts": dict(one.parts),
        "may_lead": one.may_lead,
        "told_before": one.told_before,
        "since_step": one.since_step,
        "flags": list(one.flags),
        "rule": one.rule,
        "why": one.reason or str(one.judgement),
    }


DEPTHS = (4, 6)  # digits
Picked = tuple[PanelPicks | None, PartnerReport | None]


def picks_since(
    desk: Desk,
    store: FigureStore,
    name: str,
    figures: Figures,
    before: PreviousEdition | None,
    kept: Sequence[str] | None = None,
) -> Picked:
    """Return what the engine picks in the light of `before`, and the partner's report that it was laid beside.

    No picks where the figures are no months that it measures, no report where none is asked for. `kept` are the
    releases of the report of which a recorded revision was made.
    """
    if figures.period.months > LONGEST:
        return None, of_longer(desk, name, figures)
    every = deep(store, figures)
    alike = without_breaks(every)
    panel = measured(desk, alike)
    if figures.period.months > 1 and not panel.is_lunar:
        return None, of_longer(desk, name, figures)
    report = report_of(desk, store, name, alike, kept)
    beside = replace(panel, mirror=report.panel if report else None, opposite=_opposite(store, figures))
    return _picks(desk, store, name, figures, every, replace(beside, flow=figures.selection.flow), before), report


def _opposite(store: FigureStore, figures: Figures) -> Panel | None:
    """Return the same trade in the other direction, as deep; None where the briefing shows none, or has no month."""
    if figures.opposite is None:
        return None
    found = without_breaks(deep(store, figures.opposite))
    return panel_of(found) if any(when.months <= LONGEST for _, when in found.cells) else None


def measured(desk: Desk, figures: Figures) -> Panel:
    """Return the panel of figures that count the same goods, with the notices of their source."""
    return noticed(panel_of(figures), desk.settings.sources[figures.selection.source].notices)


def _picks(
    desk: Desk,
    store: FigureStore,
    name: str,
    figures: Figures,
    every: Figures,
    panel: Panel,
    before: PreviousEdition | None,
) -> PanelPicks:
    rules = desk.thresholds[name].of_panel(figures.unit)
    if before is None:
        return picks(panel, figures.period, rules)
    known, memory = _previous(store, every, before), before.remembered(figures.period)
    return picks(panel, figures.period, rules, previous=known, memory=memory)


def _previous(store: FigureStore, now: Figures, before: PreviousEdition) -> Panel | None:
    """Return the same codes as the edition before knew them; None where it knew the same, none, or other money."""
    if not store.says_again(now.selection, before.vintage, now.vintage, before.period):
        return None
    found = store.figures(now.selection, before.period, before.vintage)
    return panel_of(without_breaks(found)) if found.cells and found.unit == now.unit else None


def deep(store: FigureStore, figures: Figures) -> Figures:
    """Return the figures with every code within the briefing's own."""
    chosen = figures.selection
    for digits in _depths(chosen.codes):
        chosen = store.detailed(chosen, digits, figures.vintage)
    return replace(store.figures(chosen, figures.period, figures.vintage), year_start=figures.year_start)


def _depths(codes: tuple[str, ...]) -> Iterator[int]:
    shortest = min(len(code) for code in codes)
    yield from (digits for digits in DEPTHS if digits > shortest)
