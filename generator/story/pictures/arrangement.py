"""Which pictures an edition has, and where each stands: those that a briefing asks for, else those of its plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from generator.story.plan import Block, Chart, Section, Table

# In the order of the plans; the last two are of a year, `waterfall` is of both, the others are of a month.
PictureName = Literal[
    "contributions", "panels", "cumulative", "shares", "trend", "waterfall", "heatmap", "lines", "dumbbell"
]
MOST = 5  # of one edition
_OF_MAIL = "-mail"  # the picture's own drawing for the mail, which has less room
_MAILED = frozenset(
    {"contributions", "cumulative", "dumbbell", "ordered_bars", "trend", "waterfall"}
)  # forms that can be read in the room of a mail


def arranged(blocks: Sequence[Block], names: Sequence[str] | None) -> tuple[Block, ...]:
    """Return `blocks` with the pictures `names` in that order; as the plan has them where no briefing says which.

    The first one stands under the opening and in the mail, where it can be read there. Each further one stands under
    the paragraph that tells what it shows or, where one before it in the order comes later, under the next.
    """
    if names is None:
        return tuple(blocks)
    pictures = {name: [chart for chart in _charts(blocks) if _base(chart) == name] for name in names}
    mailed = next((name for name, found in pictures.items() if any(one.form in _MAILED for one in found)), None)
    others = [block for block in blocks if not isinstance(block, Chart)]
    placed: dict[int, list[Chart]] = {}
    for place, name in _places(blocks, others, [name for name, found in pictures.items() if found]):
        placed.setdefault(place, []).extend(_shown(pictures[name], is_mailed=name == mailed))
    return tuple(one for at, block in enumerate(others) for one in (block, *placed.get(at, ())))


def _charts(blocks: Sequence[Block]) -> Iterator[Chart]:
    return (block for block in blocks if isinstance(block, Chart))


def _base(chart: Chart) -> str:
    return chart.name.removesuffix(_OF_MAIL)


def _places(blocks: Sequence[Block], others: Sequence[Block], names: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield each picture with the place among the `others` of the block that it stands under."""
    end = next((at for at, block in enumerate(others) if isinstance(block, Table)), len(others))
    slots = [at for at, block in enumerate(others[:end]) if isinstance(block, Section)]
    homes, under = dict[str, int](), -1
    for block in blocks:
        if isinstance(block, Chart):
            homes.setdefault(_base(block), under)
        else:
            under += 1
    place = -1
    for name in names:
        wanted = slots[0] if place < 0 else max(homes[name], place + 1)
        place = next((slot for slot in slots if slot >= wanted), slots[-1])
        yield place, name


def _shown(pictures: Sequence[Chart], *, is_mailed: bool) -> Iterator[Chart]:
    """Yield a picture as the page has it, and as the mail has it if it is the one that goes there."""
    for chart in pictures:
        if chart.name.endswith(_OF_MAIL):
            yield from [chart] if is_mailed else ()
        else:
            mail = ("mail",) if is_mailed and len(pictures) == 1 else ()
            yield replace(chart, shown=(*(form for form in chart.shown if form != "mail"), *mail))
