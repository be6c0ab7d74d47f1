"""Mirrored: the partner's own report of a briefing's trade, beside which the engine lays it; for the editor alone.

Its figures go into the gap and nowhere else: no sum, no text, no picture and no ledger has them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.intake.fetching import answers
from generator.movements.panel import Panel
from generator.movements.panel_of_figures import panel_of
from generator.settings.desk import Desk
from generator.settings.mirror_trade import mirror_of, published
from generator.store import FigureStore
from generator.trade.figures import Figures, Selection
from generator.trade.release import Vintage
from generator.trade.series_breaks import counts_alike, without_breaks

_FLOWS = {"M": "imports", "X": "exports"}
_NONE = "{0} has no {1} of {2} from or to {3} that was out by {4}, so nobody knows the gap. {5}"
_OTHER_MONEY = "{0} counts in {1}, and these figures are in {2}: a gap between them would be the exchange rate's."
_LONGER = "the gap to the partner's report is told of months, and {0} is none."


@dataclass(frozen=True)
class Report:
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
) -> Report | None:
    """Return the partner's report of the trade and codes of `figures`; None for a briefing that does not ask for it.

    `kept` are the releases of which a recorded revision was made.
    """
    chosen = mirror_of(desk.briefing(name))
    if chosen is None:
        return None
    chosen = replace(chosen, codes=published(figures.selection.codes))
    as_of = figures.vintage.as_of
    vintage = store.vintage(chosen.source, as_of, chosen) if kept is None else Vintage(as_of, tuple(kept))
    found = Report(chosen, Vintage(as_of, vintage.releases))
    theirs = without_breaks(store.figures(chosen, figures.period, found.vintage)) if chosen.codes else None
    if theirs is None or not theirs.cells:
        return replace(found, why=_none(desk, name, found))
    if other := sorted({cell.currency for cell in theirs.cells.values()} - {figures.currency}):
        return replace(found, why=_OTHER_MONEY.format(chosen.source, " and ".join(other), figures.currency))
    return replace(found, panel=panel_of(_alike(theirs, figures)))


def of_longer(desk: Desk, name: str, figures: Figures) -> Report | None:
    """Return a report that says why there is no gap of a year; None for a briefing that does not ask for it."""
    chosen = mirror_of(desk.briefing(name))
    if chosen is None:
        return None
    return Report(chosen, Vintage(figures.vintage.as_of, ()), why=_LONGER.format(figures.period))


def _none(desk: Desk, name: str, found: Report) -> str:
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
