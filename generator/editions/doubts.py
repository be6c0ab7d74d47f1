"""What is odd about the figures that an edition uses, and why a person accepted a release of them.

A release is judged alone when it is taken in: a file that brings some lines lacks all others. Of an edition a flag
counts as its figures stand: another release may have brought the lines, or the figure that was odd.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.settings.tolerances import RULE, RULE_PERIODS
from generator.store import FigureStore
from generator.story.brief import Doubts
from generator.trade.codes import is_within
from generator.trade.figures import Figures
from generator.trade.flags import Flag
from generator.trade.observation import Observation
from generator.trade.period import Period

_SILENT = frozenset({"repeated"})  # a row that stood twice changes no figure
_OF_ABSENCE = frozenset({"gone", "partial"})  # kinds of flags on lines that are not there
_MONTHS = 13  # before a period, in which a line is there as a rule or not


def doubts(store: FigureStore, figures: Figures, base: Period) -> Doubts:
    """Return what is odd about the figures of an edition's period and the one that it is compared with.

    A release counts where one of its cells does, in a month from `base` on.
    """
    end = figures.period.first + figures.period.months
    cells = [cell for side in _sides(figures) for cell in _cells(side) if base.first <= cell.period.first < end]
    used = {cell.cell.release for cell in cells}
    told = [
        flag
        for name, flags in standing_flags(store, figures).items()
        for flag in flags
        if name in used and flag.kind not in _SILENT and any(flag.is_about(when) for when in (figures.period, base))
    ]
    releases = [release for release in store.releases(figures.selection.source) if release.name in used]
    accepted = [(release.period, release.accepted) for release in releases if release.accepted]
    return Doubts(tuple(dict.fromkeys(told)), tuple(dict.fromkeys(accepted)))


def standing_flags(store: FigureStore, figures: Figures) -> Mapping[str, tuple[Flag, ...]]:
    """Return the flags that count in an edition of these figures, by the release that has them, as releases count.

    The note tells them, and claims.json has them for the audit.
    """
    flags = {release.name: release.flags for release in store.releases(figures.selection.source)}
    own = {side.selection.flow: _by_release(side) for side in _sides(figures)}
    found = {}
    for name in figures.vintage.releases:
        found[name] = tuple(
            flag
            for flag in map(Flag.parse, flags[name])
            if any(_stands(flag, side, own[side.selection.flow].get(name, [])) for side in _sides(figures))
        )
    return found


def _stands(flag: Flag, figures: Figures, cells: list[Observation]) -> bool:
    """Say whether a flag of a release is about what figures have; `cells` are those of the release that they use."""
    if not flag.concerns(figures.selection):
        return False
    if flag.kind in _OF_ABSENCE:
        return flag.period is None or _lacks_lines(figures, flag.period)
    return any(flag.is_about(cell.period) and _is_about(flag.code, cell.code) for cell in cells)


def _is_about(code: str, line: str) -> bool:
    return not code or is_within(code, line) or is_within(line, code)


def _lacks_lines(figures: Figures, when: Period) -> bool:
    """Say whether a line has no row in `when` that has one as a rule: in two of three periods before, six at least."""
    known = {one for _, one in figures.cells if one.months == when.months and 0 < when.first - one.first <= _MONTHS}
    for code in figures.selection.lines:
        there = sum((code, one) in figures.cells for one in known)
        if there >= max(RULE_PERIODS, RULE * len(known)) and (code, when) not in figures.cells:
            return True
    return False


def _by_release(figures: Figures) -> dict[str, list[Observation]]:
    """Return the printed cells of figures by their release."""
    found: dict[str, list[Observation]] = {}
    for cell in _cells(figures):
        found.setdefault(cell.cell.release, []).append(cell)
    return found


def _sides(figures: Figures) -> tuple[Figures, ...]:
    return (figures, figures.opposite) if figures.opposite else (figures,)


def _cells(figures: Figures) -> Iterator[Observation]:
    """Yield the printed cells: of a sum of lines those of the lines."""
    for one in figures.cells.values():
        yield from one.parts or (one,)
