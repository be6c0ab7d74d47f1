"""Prices, rates and earlier figures as they were known on the day of an edition's figures."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from generator.errors import FiguresMissing, SettingsError
from generator.settings.briefing_settings import ContextSeries
from generator.settings.desk import Desk
from generator.settings.source_settings import BESIDE, NAMES
from generator.settings.value_types import Language, nearest
from generator.settings.wiring import source_title
from generator.store import FigureStore
from generator.story.brief import LineContext
from generator.trade.figures import Figures
from generator.trade.release import Vintage
from generator.trade.series_breaks import without_breaks


def besides(
    desk: Desk, store: FigureStore, name: str, as_of: date, release_names: Sequence[str] | None = None
) -> tuple[LineContext, ...]:
    """Return the series of prices and rates for briefing `name`. A source without a release by `as_of` is left out.

    `release_names` are the releases behind a recorded revision. Raises SettingsError if a source lacks a series.
    """
    context = []
    for place, entry in enumerate(desk.briefing(name).context):
        vintage = vintage_of(store, entry.source, as_of, release_names)
        if not vintage.releases:
            continue
        where = desk.where(f"briefings/{name}.yaml", ("context", place, "series"))
        if entry.series not in (units := store.series(vintage)):
            problem = f"series is {entry.series}, which {entry.source} does not print."
            raise SettingsError(where, problem, _like(entry, units))
        context.append(_context_series(desk, store, entry, vintage, where))
    return tuple(context)


def sources_of(desk: Desk, name: str) -> tuple[str, ...]:
    """Return the sources of briefing `name`: for its figures, the partner's report, and prices, rates and names."""
    figures = desk.briefing(name).figures
    return tuple(dict.fromkeys(filter(None, (figures.source, figures.mirror, *side_sources(desk, name)))))


def side_sources(desk: Desk, name: str) -> tuple[str, ...]:
    """Return the sources of prices and rates that briefing `name` asks for, and all sources of names, each once."""
    sources = (sources.source for sources in desk.briefing(name).context)
    return tuple(dict.fromkeys((*sources, *sources_of_names(desk))))


def sources_of_names(desk: Desk) -> tuple[str, ...]:
    """Return the sources that give names of lines, in the order of desk.yaml, which is their priority."""
    return tuple(name for name, source in desk.settings.sources.items() if source.kind == NAMES)


def series_of(desk: Desk, store: FigureStore, source: str) -> dict[str, str]:
    """Return the unit of each series of a source of prices or rates, by the name for the setting `context`."""
    settings = desk.settings.sources.get(source)
    if settings is None or settings.kind not in BESIDE:
        names = [name for name, source in desk.settings.sources.items() if source.kind in BESIDE]
        option, problem = "--source", f"{source} is not a source of prices or rates."
        raise SettingsError(option, problem, nearest(source, names) or "Name a briefing instead.")
    if units := store.series(store.releases.vintage(source)):
        return units
    msg = (
        f"no release of {source} is here. Put a file into inbox/{source}/ and build, or name it to `tradebrief ingest`."
    )
    raise FiguresMissing(msg)


def _like(entry: ContextSeries, names: Iterable[str]) -> str:
    """Return the hint with the names that contain the wanted one, or else the nearest, and how to list all."""
    within = sorted((name for name in names if entry.series.casefold() in name.casefold()), key=len)
    near = f"Nearest: {'; '.join(within[:3])}." if within else nearest(entry.series, names)
    return f"{near} tradebrief figures --source {entry.source} lists all.".lstrip()


def _context_series(desk: Desk, store: FigureStore, entry: ContextSeries, vintage: Vintage, where: str) -> LineContext:
    source = desk.settings.sources[entry.source]
    language: Language = desk.settings.languages[0]
    title = source_title(source, language) or entry.source
    series = store.context(entry.source, entry.series, vintage)
    return LineContext(source.kind, title, series, tuple(entry.lines), where)


def vintage_of(store: FigureStore, source: str, as_of: date, release_names: Sequence[str] | None = None) -> Vintage:
    """Return the releases of a source by `as_of`, or for a recorded revision those among its `release_names`."""
    if release_names is None:
        return store.releases.vintage(source, as_of)
    return Vintage(as_of, tuple(release for release in release_names if release.startswith(f"{source}/")))


def first_told(store: FigureStore, figures: Figures) -> Figures | None:
    """Return the figures as the earliest release has them; None for a year, or if there is only one release.

    In a vintage the last release wins. So this reverses the order of the releases.
    """
    vintage = figures.vintage
    if figures.period.frequency == "annual" or len(vintage.releases) == 1:
        return None
    first = replace(vintage, releases=vintage.releases[::-1])
    return without_breaks(store.figures(figures.selection, figures.period, first))


REVISION = "revision"


def previously(desk: Desk, store: FigureStore, name: str, figures: Figures) -> Figures | None:
    """Return the lines of annual `figures` from the releases before the first one about their period.

    Return None for months, which have an earlier edition for that, and if no threshold of the briefing uses them, or if
    there are none. Only the releases matter, so an edition that is built again gets the same.
    """
    is_used = any(REVISION in threshold.needs for threshold in desk.thresholds[name].named)
    if not is_used or figures.period.frequency != "annual":
        return None
    chosen, vintage = figures.selection, figures.vintage

    def is_about(count: int) -> bool:
        partial = replace(vintage, releases=vintage.releases[:count])
        return bool(store.releases_about(chosen, figures.period, partial))

    earlier = bisect_left(range(len(vintage.releases) + 1), 1, key=is_about) - 1
    before = replace(vintage, releases=vintage.releases[: max(earlier, 0)])
    earlier_figures = store.figures(chosen, figures.period, before) if before.releases else None
    return earlier_figures if earlier_figures is not None and earlier_figures.cells else None
