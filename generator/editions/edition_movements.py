"""The movements of an edition: its lines, and the codes within them that stand out against their own past."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from generator.editions.previous_edition import LONGEST, PreviousEdition, before_of, recorded
from generator.intake.period_choice import figures_at
from generator.intake.questions import is_service
from generator.intake.side_figures import previously
from generator.movements import Movements, find_movements
from generator.movements.edition_memory import Memory
from generator.movements.panel import Panel
from generator.movements.panel_of_figures import panel_of
from generator.movements.picks import PanelPicks, picks
from generator.settings.briefing_settings import mirror_of, published
from generator.settings.desk import Desk
from generator.settings.source_settings import noticed
from generator.store import FigureStore
from generator.trade.figures import Figures, Selection
from generator.trade.period import Period
from generator.trade.release import Vintage
from generator.trade.series_breaks import counts_alike, without_breaks

_DEPTHS = (4, 6)  # digits of the codes within a briefing's codes
_FLOWS = {"M": "imports", "X": "exports"}
_NONE = "{0} has no {1} of {2} from or to {3} that was out by {4}, so nobody knows the gap. {5}"
_OTHER_MONEY = "{0} counts in {1}, and these figures are in {2}: a gap between them would be the exchange rate's."
_LONGER = "the gap to the partner's report is told of months, and {0} is none."


@dataclass(frozen=True)
class PartnerReport:
    """The partner's report of the same trade, as known on the day of the figures."""

    selection: Selection
    releases: tuple[str, ...] = ()
    panel: Panel | None = None  # None if there is nothing to compare
    why: str = ""  # the reason, if `panel` is None
    figures: Figures | None = None  # those of `panel`


@dataclass(frozen=True)
class EditionMovements:
    """All movements of an edition."""

    movements: Movements  # of its lines
    period: Period
    picks: PanelPicks | None = None  # among all codes within the lines; None for a quarter or a year
    before: PreviousEdition | None = None  # None for a first edition
    report: PartnerReport | None = None  # None if the briefing asks for no partner's report

    @property
    def memory(self) -> Memory:
        """The movements that go on after this edition. An edition without picks tells none, and judges none over."""
        if self.picks is not None:
            return self.picks.memory
        return self.before.remembered(self.period) if self.before else Memory()


def movements_of(desk: Desk, store: FigureStore, name: str, figures: Figures) -> EditionMovements:
    """Return the movements of an edition, compared with the previous edition."""
    return movements_since(desk, store, name, figures, before_of(store, name, figures))


def recorded_movements(desk: Desk, store: FigureStore, manifest: Mapping[str, Any]) -> tuple[Figures, EditionMovements]:
    """Return the figures and movements of a recorded revision. `desk` must have the settings that it was made with."""
    vintage = Vintage(date.fromisoformat(manifest["as_of"]), tuple(manifest["releases"]))
    name, period = manifest["briefing"], Period.parse(manifest["period"])
    figures = figures_at(store, desk.briefing(name), period, vintage)
    before = recorded(store, manifest)
    return figures, movements_since(desk, store, name, figures, before, manifest.get("mirror", ()))


def movements_since(
    desk: Desk,
    store: FigureStore,
    name: str,
    figures: Figures,
    before: PreviousEdition | None,
    mirror: Sequence[str] | None = None,
) -> EditionMovements:
    """Return the movements, compared with the edition `before`. Equal arguments give equal movements.

    `mirror` names the releases of the partner's report that a recorded revision used (None: those known now).
    """
    picks, report = picks_since(desk, store, name, figures, before, mirror)
    movements = find_movements(figures, desk.thresholds[name], picks, previously(desk, store, name, figures))
    return EditionMovements(movements, figures.period, picks, before, report)


def picks_since(
    desk: Desk,
    store: FigureStore,
    name: str,
    figures: Figures,
    before: PreviousEdition | None,
    mirror: Sequence[str] | None = None,
) -> tuple[PanelPicks | None, PartnerReport | None]:
    """Return the picks, compared with the edition `before`, and the partner's report.

    The picks are None for periods that are not measured against their past. The report is None if the briefing asks for
    none.
    """
    mirror_selection = mirror_of(desk.briefing(name))
    no_gap = None
    if mirror_selection:
        no_gap = PartnerReport(mirror_selection, why=_LONGER.format(figures.period))
    if figures.period.months > LONGEST:
        return None, no_gap
    deep_figures = deep(store, figures)
    alike = without_breaks(deep_figures)
    panel = measured(desk, alike)
    if figures.period.months > 1 and not panel.is_lunar:
        return None, no_gap
    report = None
    if mirror_selection:
        report = _report(desk, store, name, alike, mirror_selection, mirror)
        panel = replace(panel, mirror=report.panel)
    if figures.opposite:
        panel = replace(panel, opposite=_opposite(store, figures.opposite))
    panel = replace(panel, flow=figures.selection.flow)
    rules = desk.thresholds[name].of_panel(figures.unit)
    if before is None:
        return picks(panel, figures.period, rules), report
    previous = _previous_panel(store, deep_figures, before)
    memory = before.remembered(figures.period)
    return picks(panel, figures.period, rules, previous=previous, memory=memory), report


def _report(
    desk: Desk, store: FigureStore, name: str, figures: Figures, selection: Selection, releases: Sequence[str] | None
) -> PartnerReport:
    """Return the partner's report of the codes of `figures`. `releases` are those of a recorded revision, else None."""
    chosen = replace(selection, codes=published(figures.selection.codes))
    as_of = figures.vintage.as_of
    if releases is None:
        releases = store.releases.vintage(chosen.source, as_of, chosen).releases
    releases = tuple(releases)
    vintage = Vintage(as_of, releases)
    theirs = without_breaks(store.figures(chosen, figures.period, vintage)) if chosen.codes else None
    if theirs is None or not theirs.cells:
        is_asked = is_service(desk.settings.sources[chosen.source])
        remedy = f"Ask for it: tradebrief pull {name}" if is_asked else f"Put its file into inbox/{chosen.source}/."
        of = (chosen.source, _FLOWS[chosen.flow], chosen.reporter, chosen.partner)
        return PartnerReport(chosen, releases, why=_NONE.format(*of, as_of, remedy))
    currencies = sorted({cell.currency for cell in theirs.cells.values()} - {figures.currency})
    if currencies:
        why = _OTHER_MONEY.format(chosen.source, " and ".join(currencies), figures.currency)
        return PartnerReport(chosen, releases, why=why)
    # A code that means other goods in the partner's nomenclature than in ours cannot be compared.
    editions: dict[str, str] = {}
    for (code, _), cell in sorted(figures.cells.items(), key=lambda item: item[0][1]):
        editions[code] = cell.edition
    cells = {
        (code, period): cell
        for (code, period), cell in theirs.cells.items()
        if counts_alike(code, cell.edition, editions.get(code, ""))
    }
    alike = replace(theirs, cells=cells or theirs.cells)
    return PartnerReport(chosen, releases, panel_of(alike), figures=alike)


def _opposite(store: FigureStore, figures: Figures) -> Panel | None:
    """Return the panel of the opposite flow, with every code within the briefing's; None if it has no months."""
    opposite = without_breaks(deep(store, figures))
    return panel_of(opposite) if any(period.months <= LONGEST for _, period in opposite.cells) else None


def _previous_panel(store: FigureStore, now: Figures, before: PreviousEdition) -> Panel | None:
    """Return the panel of the same codes as the edition before knew them.

    None if no figure can have been revised, or if that edition had no figures or another currency.
    """
    if not store.may_revise(now.selection, before.vintage, now.vintage, before.period):
        return None
    previous = store.figures(now.selection, before.period, before.vintage)
    return panel_of(without_breaks(previous)) if previous.cells and previous.unit == now.unit else None


def measured(desk: Desk, figures: Figures) -> Panel:
    """Return the panel of figures without breaks, with the notices of their source."""
    return noticed(panel_of(figures), desk.settings.sources[figures.selection.source].notices)


def deep(store: FigureStore, figures: Figures) -> Figures:
    """Return the figures with every code within the briefing's own."""
    chosen = figures.selection
    shortest = min(len(code) for code in chosen.codes)
    for digits in _DEPTHS:
        if digits > shortest:
            chosen = store.detailed(chosen, digits, figures.vintage)
    return replace(store.figures(chosen, figures.period, figures.vintage), year_start=figures.year_start)
