"""The pictures of an edition, one module each, named as briefings name them: what each draws and says.

An edition has the pictures that its briefing lists, else the usual ones of the plan, each at its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from generator.story.plan import MAIL, Block, Chart, Section, Table

NAMES = tuple(sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py")))

# a type checker cannot list a folder; at run time the settings need only the names, without loading the story
if TYPE_CHECKING:
    from generator.story.picture import PicturePlan, PictureSources

    PictureName = str
else:
    PictureName = Literal[NAMES]

MOST = 5  # pictures of one edition
_OF_MAIL = "-mail"  # suffix of a chart drawn for the mail, which has less room


@cache
def _plans() -> tuple[tuple[str, PicturePlan], ...]:
    plans = [(name, import_module(f"{__name__}.{name}").PLAN) for name in NAMES]
    return tuple(sorted(plans, key=lambda named: named[1].order))


def charts_at(place: str, sources: PictureSources) -> Iterator[Chart]:
    """Yield the charts for a place of the plan: those that the briefing lists, else the usual ones."""
    month = sources.month
    for name, plan in _plans():
        if plan.place == place and month.brief.draws(name, usually=plan.usual(month)):
            yield from plan.charts(sources)


def arranged(blocks: Sequence[Block], names: Sequence[str] | None) -> tuple[Block, ...]:
    """Return `blocks` with the pictures `names` in that order, or in the plan's order where `names` is None.

    The first picture stands under the opening. The mail shows the first picture that has a chart for it. Each further
    picture stands under the paragraph about it, but always after the pictures before it in the order.
    """
    charts = [block for block in blocks if isinstance(block, Chart)]
    pictures: dict[str, list[Chart]] = {}
    for name in map(_base, charts) if names is None else names:
        pictures[name] = [chart for chart in charts if _base(chart) == name]
    mailed = next((name for name in pictures if _is_for_mail(pictures[name])), None)
    shown = {name: _shown(pictures[name], is_mailed=name == mailed) for name in pictures}
    if names is None:
        return tuple(_in_their_places(blocks, shown))
    text_blocks = [block for block in blocks if not isinstance(block, Chart)]
    charts_under: dict[int, list[Chart]] = {}
    for place, name in _places(blocks, text_blocks, [name for name in names if pictures[name]]):
        charts_under.setdefault(place, []).extend(shown[name])
    arranged_blocks: list[Block] = []
    for place, block in enumerate(text_blocks):
        arranged_blocks.append(block)
        arranged_blocks += charts_under.get(place, ())
    return tuple(arranged_blocks)


def _is_for_mail(charts: Sequence[Chart]) -> bool:
    """Say whether a picture can be read in the mail."""
    return any("mail" in chart.shown for chart in charts)


def _in_their_places(blocks: Sequence[Block], shown: Mapping[str, Sequence[Chart]]) -> Iterator[Block]:
    """Yield `blocks` with each picture as it is shown; one that is shown nowhere is left out."""
    by_name = {chart.name: chart for charts in shown.values() for chart in charts}
    for block in blocks:
        if not isinstance(block, Chart):
            yield block
        elif block.name in by_name:
            yield by_name[block.name]


def _base(chart: Chart) -> str:
    return chart.name.removesuffix(_OF_MAIL)


def _places(blocks: Sequence[Block], text_blocks: Sequence[Block], names: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield each picture with the index of the text block that it stands under."""
    tables = [at for at, block in enumerate(text_blocks) if isinstance(block, Table)]
    end = max(tables, default=len(text_blocks))
    slots = [at for at, block in enumerate(text_blocks[:end]) if isinstance(block, Section) and block.shown != MAIL]
    place_in_plan: dict[str, int] = {}
    block_above = -1
    for block in blocks:
        if isinstance(block, Chart):
            place_in_plan.setdefault(_base(block), block_above)
        else:
            block_above += 1
    place = -1
    for name in names:
        earliest = slots[0] if place < 0 else max(place_in_plan[name], place + 1)
        place = next((slot for slot in slots if slot >= earliest), slots[-1])
        yield place, name


def _shown(pictures: Sequence[Chart], *, is_mailed: bool) -> list[Chart]:
    """Return a picture's charts for the pages, and for the mail if it is the mail's picture."""
    charts = []
    for chart in pictures:
        if not chart.name.endswith(_OF_MAIL):
            mail = ("mail",) if is_mailed and len(pictures) == 1 else ()
            charts.append(replace(chart, shown=(*(form for form in chart.shown if form != "mail"), *mail)))
        elif is_mailed:
            charts.append(chart)
    return charts
