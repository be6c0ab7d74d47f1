"""What stands across the page, what stands in columns between that, and what no page divides."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from generator.charts.chart_form import form_of
from generator.story.plan import Block, Chart, Correction, Finding, Section, Strip, Table

_SHORT = 420  # letters: six lines, a twelfth of a page


def spread(blocks: Iterable[Block]) -> tuple[tuple[bool, tuple[Block, ...]], ...]:
    """Return `blocks` in runs, each with whether it stands across the page, in the order of the story.

    A newspaper sets the other runs in columns of their own: a column that runs on under a wide figure tears the text.
    """
    return tuple((across, tuple(run)) for across, run in groupby(blocks, _is_across))


def _is_across(block: Block) -> bool:
    return isinstance(block, Correction | Finding | Strip | Table) or (isinstance(block, Chart) and is_wide(block))


def is_wide(chart: Chart) -> bool:
    """Return whether a chart is drawn across the whole page."""
    return form_of(chart).wide is not None


def is_short(section: Section) -> bool:
    """Return whether a section is so short that no page divides it: its label stands beside all of it."""
    return sum(len(text.words) for sentences in section.paragraphs for text in sentences) <= _SHORT
