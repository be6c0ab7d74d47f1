"""Headings of a briefing for which a source has lines but no total."""

from __future__ import annotations

from dataclasses import replace

from generator.intake.reread import command, files_of, said_of_change
from generator.settings.desk import Desk
from generator.store import FigureStore
from generator.trade.codes import is_within
from generator.trade.figures import Selection
from generator.trade.observation import Observation
from generator.trade.period import Period
from generator.trade.release import Vintage

_DEPTHS = (4, 6, 8, 10)  # digits of lines
_LINES = "{0} has lines within HS {1} (such as {2}) and no total of them. "
_DECLARE = "If it has every line, write covers: [{0}] in {1}, then read again: {2}"
_DEEPER = "Write detail: 6 in {0}, which asks for each line, then: tradebrief pull {1}"
_SET_ASIDE = "A row of its file was set aside, so nobody knows whether they are all there: see inbox/{0}/quarantine/."


def lines_alone(desk: Desk, store: FigureStore, name: str, wanted: Period, vintage: Vintage) -> str:
    """Return what is wrong, with the remedy, where the source has lines of `wanted` within a code, and not the code.

    "" where it has the code itself, or no line either, and for a briefing that looks at the lines.
    """
    briefing = desk.briefing(name)
    chosen = briefing.selection
    if briefing.figures.detail:
        return ""
    lines = tuple(dict.fromkeys(code for depth in _DEPTHS for code in _within(store, chosen, depth, vintage)))
    deeper = store.figures(replace(chosen, codes=(*chosen.codes, *lines)), wanted, vintage)
    figures = store.figures(chosen, wanted, vintage)
    for month in dict.fromkeys((wanted, *wanted.split())):
        there = [line for line in lines if (line, month) in deeper.cells]
        gone = [code for code, periods in figures.gaps.items() if month in periods]
        unknown = [
            code
            for code in chosen.codes
            if figures.over([code], month) is None and not any(is_within(line, code) for line in gone)
        ]
        open_lines = [line for line in there if _is_open(deeper.cells[line, month])]
        whole = [code for code in unknown if not any(is_within(line, code) for line in open_lines)]
        bare = [code for code in whole if any(is_within(line, code) for line in there)]
        if bare:
            first = next(line for line in there if is_within(line, bare[0]))
            said = _LINES.format(chosen.source, ", ".join(bare), first)
            return said + (said_of_change(desk, store, chosen.source) or _remedy(desk, store, name, chosen, bare))
    return ""


def _is_open(cell: Observation) -> bool:
    """Say whether a line gives no number: the sum that it is in is unknown, however whole the source is."""
    return cell.value is None or cell.is_bound


def _within(store: FigureStore, chosen: Selection, depth: int, vintage: Vintage) -> list[str]:
    """Return the lines of `depth` digits within the codes, themselves left out."""
    return [code for code in store.detailed(chosen, depth, vintage).codes if code not in chosen.codes]


def _remedy(desk: Desk, store: FigureStore, name: str, chosen: Selection, bare: list[str]) -> str:
    """Return what helps: files are declared to be whole; a service that answers is asked for the lines themselves."""
    settings = desk.settings.sources[chosen.source]
    if settings.kind == "comtrade" and not files_of(store, chosen.source):
        return _DEEPER.format(desk.where(f"briefings/{name}.yaml", ("figures",)), name)
    declared = [] if isinstance(settings.covers, str) else settings.covers
    if settings.covers == "all" or all(any(is_within(code, one) for one in declared) for code in bare):
        return _SET_ASIDE.format(chosen.source)
    codes = ", ".join(f'"{code}"' for code in dict.fromkeys((*declared, *chosen.codes)))
    where = desk.where("desk.yaml", ("sources", chosen.source))
    return _DECLARE.format(codes, where, command(desk, store, chosen.source))
