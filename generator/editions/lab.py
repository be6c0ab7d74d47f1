"""The lab: replays a briefing's thresholds over every known month, to try them before they are used.

It replays the picks among all codes within the briefing, each against its own past. The lines of the text are not
replayed. All months use the figures that are known now. If the nomenclature or the valuation changed, each month is
judged only by figures that count the same goods as its own, as in its edition.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.editions.edition_movements import deep, measured
from generator.editions.edition_sheet import Progress
from generator.editions.line_names import briefed
from generator.editions.previous_edition import LONGEST
from generator.errors import PeriodUnknown, SettingsError
from generator.intake.period_choice import figures_for, parse_period, released_periods
from generator.intake.questions import is_service
from generator.movements.panel import Panel
from generator.movements.panel_of_figures import panel_of
from generator.movements.pick_builder import PanelPick
from generator.movements.picks import picks
from generator.movements.replay import (
    ENOUGH,
    RECENT,
    ReplayedMonth,
    differences,
    editions,
    replay,
    series_told_again,
)
from generator.movements.threshold_checks import idle_thresholds
from generator.movements.threshold_grammar import Path as KeyPath
from generator.movements.threshold_grammar import RuleFault
from generator.movements.thresholds import Thresholds
from generator.settings.briefing_settings import Briefing
from generator.settings.desk import Desk
from generator.settings.output_shapes import LabAgainst, LabChange, LabFile, LabMonth, LabPick, LabSeries
from generator.settings.setting_faults import threshold_fault
from generator.settings.value_types import nearest
from generator.settings.yaml_reader import YamlDocument, decode, read_yaml
from generator.store import FigureStore
from generator.story.brief import Brief
from generator.trade.codes import LUNAR
from generator.trade.figures import Figures
from generator.trade.period import Period
from generator.trade.series_breaks import without_breaks

Months = tuple[tuple[Period, Panel], ...]
_BLOCK = "thresholds"
_PARTS = ("defaults", "groups", "series")  # keys of a thresholds block that is a file of its own
_REMEDY = "Write a thresholds: block as in a briefing (docs/movements.md), or what stands under it."
_ANNUAL = "the lab replays months, and {0} has none of {1}: its figures are of longer periods."
_TOO_SHORT = (
    "{0} cannot be replayed: a month needs one a year before, and a year of such changes to be judged by, "
    "and the figures of {1} go from {2} to {3}."
)
_OUTSIDE = "{0} cannot be replayed: {1} is the first month with one a year before, {2} the newest."
_NOT_REPLAYED = {  # for reasons why a threshold is idle in the lab, but perhaps not in an edition
    "no other flow": "The lines of the text may have it (figures.balance); they are not replayed.",
    "no_previous": "No month is replayed beside the figures as they were before.",
    "no partner's report": "No month is replayed beside the partner's report.",
}


@dataclass(frozen=True)
class TriedThresholds:
    """Thresholds that are compared with a briefing's own, and their file."""

    file: Path
    rules: Thresholds
    document: YamlDocument = field(repr=False)


@dataclass(frozen=True)
class Lab:
    """The replayed months of a briefing."""

    name: str
    brief: Brief  # with the names of lines
    months: tuple[ReplayedMonth, ...]  # by the briefing's own thresholds
    repeated: Mapping[Period, frozenset[str]]  # by month: the series that the twelve months before picked as well
    notes: tuple[str, ...]  # about thresholds that apply to no code
    file: str = ""  # of other thresholds that are tried; empty if there are none
    other_months: tuple[ReplayedMonth, ...] = ()  # by those thresholds
    other_repeated: Mapping[Period, frozenset[str]] = field(default_factory=dict)


def read_thresholds(file: Path) -> TriedThresholds:
    """Return the thresholds in `file`: its `thresholds:` block, or the contents of such a block alone.

    Other keys of a briefing may stand beside the block. Raise SettingsError with file and line.
    """
    try:
        content = file.read_bytes()
    except OSError as fault:
        where, problem = f"--against {file}", f"the file cannot be read: {fault.strerror}."
        raise SettingsError(where, problem, _REMEDY) from None
    document = read_yaml(str(file), decode(str(file), content))
    path = (_BLOCK,) if _BLOCK in document.data else ()
    keys = (_BLOCK, *Briefing.keys()) if path else (_BLOCK, *_PARTS)
    if not document.data:
        raise SettingsError(document.file, "the file has no thresholds.", _REMEDY)
    for key in document.data:
        if key not in keys:
            raise SettingsError(document.where((key,)), f"{key} is not a known key.", nearest(key, keys) or _REMEDY)
    try:
        return TriedThresholds(file, Thresholds.read(document.at(path), path), document)
    except RuleFault as fault:
        raise threshold_fault(fault, document) from None


def lab(
    desk: Desk, store: FigureStore, name: str, since: str | None, tried: TriedThresholds | None, progress: Progress
) -> Lab:
    """Replay the months of briefing `name`. Raise PeriodUnknown if there is not enough history."""
    figures = figures_of(desk, store, name)
    months = months_of(desk, figures)
    first = _first_month(desk, name, figures, months, since)
    rules = [desk.thresholds[name].of_panel(figures.unit)]
    if tried:
        rules.append(tried.rules.of_panel(figures.unit))
    replayed = list(replay(_with_progress(months, progress), rules))
    months_now = [month[0] for month in replayed]
    file = f"briefings/{name.partition('.')[0]}.yaml"
    notes = [*_idle(months[-1], rules[0], lambda path: desk.where(file, path))]
    if tried:
        notes.extend(_idle(months[-1], rules[1], tried.document.where))
    brief = briefed(desk, store, name, figures)
    shown = tuple(month for month in months_now if month.period >= first)
    lab_now = Lab(name, brief, shown, series_told_again(months_now), tuple(notes))
    if not tried:
        return lab_now
    months_tried = [month[1] for month in replayed]
    shown = tuple(month for month in months_tried if month.period >= first)
    return replace(lab_now, file=str(tried.file), other_months=shown, other_repeated=series_told_again(months_tried))


def _with_progress(months: Months, progress: Progress) -> Iterator[tuple[Period, Panel]]:
    for number, (period, panel) in enumerate(months, 1):
        progress(f"{period} ({number} of {len(months)})")
        yield period, panel


def figures_of(desk: Desk, store: FigureStore, name: str) -> Figures:
    """Return the figures of the briefing's newest month with their history, for all codes within the briefing's."""
    figures = figures_for(desk, store, name, None)
    if figures.period.months > LONGEST:  # the briefing's newest edition is of a longer period
        chosen = figures.selection
        months = [period for period in released_periods(store, chosen, figures.vintage) if period.months <= LONGEST]
        if {chosen.reporter, chosen.partner} & LUNAR:
            months = [period for period in months if period.months > 1 or period.first % 12]
        if not months:
            raise PeriodUnknown(_ANNUAL.format(chosen.source, name))
        newest = max(months, key=lambda period: period.last)
        figures = figures_for(desk, store, name, str(newest))
    return deep(store, figures)


def months_of(desk: Desk, figures: Figures) -> Months:
    """Return every month whose figures have a base a year before, oldest first, with the panel to judge it by."""
    counted: dict[Period, set[tuple[str, str]]] = {}  # nomenclature and valuation
    for (_, period), cell in figures.cells.items():
        counted.setdefault(period.last, set()).add((cell.edition, cell.valuation))
    shared: dict[frozenset[tuple[str, str]], Panel] = {}
    months = []
    for period in reversed(editions(panel_of(figures))):
        bases = frozenset(counted.get(period.last, ()))
        panel = shared.get(bases) or measured(desk, without_breaks(replace(figures, period=period)))
        if len(bases) <= 1:  # in a month with several nomenclatures each code has its own past: no shared panel
            shared[bases] = panel
        months.append((period, panel))
    return tuple(reversed(months))


def _first_month(desk: Desk, name: str, figures: Figures, months: Months, since: str | None) -> Period:
    """Return the first month to show: `since`, or else the first with enough history to judge it by.

    Raise PeriodUnknown if there is no such month, or if `since` cannot be replayed.
    """
    begin = min(period for _, period in figures.cells)
    end = figures.period.last
    enough = [period for period, _ in months if period.last.first - begin.first >= ENOUGH]
    if not months or (since is None and not enough):
        msg = _TOO_SHORT.format(name, figures.selection.source, begin, end)
        if is_service(desk.settings.sources[figures.selection.source]):
            earlier = Period(end.first - ENOUGH - RECENT, 1)
            msg = f"{msg} Ask for earlier ones: tradebrief pull {name} --since {earlier}"
        raise PeriodUnknown(msg)
    if since is None:
        return enough[0]
    start = parse_period(since)
    first = months[0][0]
    newest = months[-1][0]
    if start.first < first.first or start.first > newest.last.first:
        raise PeriodUnknown(_OUTSIDE.format(start, first, newest))
    return next(period for period, _ in months if period.last.first >= start.first)


def _idle(newest: tuple[Period, Panel], rules: Thresholds, where: Callable[[KeyPath], str]) -> Iterator[str]:
    """Yield notes on thresholds whose metric no code of the `newest` month has: that month has the longest history."""
    period, panel = newest
    for idle in idle_thresholds(picks(panel, period, rules).judged.snapshot):
        remedy = _NOT_REPLAYED.get(idle.reason)
        yield f"{where(idle.path)}: {idle.sentence('code')} {remedy}" if remedy else f"{where(idle.path)}: {idle}"


def as_data(lab: Lab) -> LabFile:
    """Return the data that `lab --json` prints."""
    kinds = Counter(pick.kind for month in lab.months for pick in month.picks)
    told_count, quiet, again_count = _counts(lab.months, lab.repeated)
    against = _against(lab) if lab.file else None
    return {
        "schema": 1,
        "briefing": lab.name,
        "since": str(lab.months[0].period),
        "until": str(lab.months[-1].period),
        "told": told_count,
        "quiet": quiet,
        "kinds": dict(sorted(kinds.items(), key=lambda item: (-item[1], item[0]))),
        "again": again_count,
        "series": _series(lab),
        "months": [_month(lab, month) for month in lab.months],
        "notes": list(lab.notes),
        "against": against,
    }


def _month(lab: Lab, month: ReplayedMonth) -> LabMonth:
    return {
        "period": str(month.period),
        "told": [_pick(lab, month.period, pick) for pick in month.picks],
        "left_out": month.left_out,
    }


def _against(lab: Lab) -> LabAgainst:
    """Return what the other thresholds pick in the same months, and the differences."""
    changes: list[LabChange] = []
    for change in differences(lab.months, lab.other_months):
        added = [_pick(lab, change.period, pick) for pick in change.added]
        lost = [_pick(lab, change.period, pick) for pick in change.lost]
        if added or lost:
            changes.append({"period": str(change.period), "added": added, "lost": lost})
    told_count, quiet, again_count = _counts(lab.other_months, lab.other_repeated)
    return {
        "file": lab.file,
        "told": told_count,
        "quiet": quiet,
        "again": again_count,
        "added": sum(len(change["added"]) for change in changes),
        "lost": sum(len(change["lost"]) for change in changes),
        "months": changes,
    }


def _counts(months: Sequence[ReplayedMonth], repeated: Mapping[Period, frozenset[str]]) -> tuple[int, int, int]:
    """Return the numbers of picks, of months without picks, and of picks repeated from the twelve months before."""
    return (
        sum(len(month.picks) for month in months),
        sum(not month.picks for month in months),
        sum(pick.series in repeated[month.period] for month in months for pick in month.picks),
    )


def _series(lab: Lab) -> list[LabSeries]:
    """Return the series that are picked more than once, most frequent first."""
    months: dict[str, list[str]] = {}
    for month in lab.months:
        for code in dict.fromkeys(pick.series for pick in month.picks):
            months.setdefault(code, []).append(str(month.period))
    often = sorted((code for code in months if len(months[code]) > 1), key=lambda code: (-len(months[code]), code))
    return [{"code": code, "name": _name(lab, code), "months": months[code]} for code in often]


def _pick(lab: Lab, period: Period, pick: PanelPick) -> LabPick:
    return {
        "code": pick.series,
        "name": _name(lab, pick.series),
        "kind": pick.kind,
        "direction": pick.direction,
        "score": round(pick.score.total, 1),
        "again": pick.series in lab.repeated[period],
    }


def _name(lab: Lab, code: str) -> str:
    """Return the short name of a code; "" if its name is only the code, which is printed anyway."""
    name = lab.brief.label(code).short
    return "" if code in name else name
