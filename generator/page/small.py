"""Sparks and bars where a table wants them: in the page for a screen, behind the cell in print, where none is read."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from jinja2 import pass_context
from markupsafe import Markup

from generator.charts.spark import bar, spark

if TYPE_CHECKING:
    from jinja2.runtime import Context

    from generator.page.columns import Line
    from generator.story.plan import Table


@pass_context
def sparked(context: Context, line: Line) -> Markup:
    """Return the spark of a row: SVG for a screen, a style for print; nothing where the row has none."""
    return _placed(context, spark(line.spark, tokens=_is_screen(context))) if line.spark else Markup("")


@pass_context
def barred(context: Context, line: Line, table: Table) -> Markup:
    """Return the bar of a row, on the one scale of its table; nothing where the row has none."""
    if line.bar is None:
        return Markup("")
    lengths = tuple(row.bar for row in table.rows if row.bar is not None)
    turned = context["story"].direction == "rtl"
    return _placed(context, bar(line.bar, lengths, tokens=_is_screen(context), turned=turned))


def _is_screen(context: Context) -> bool:
    return bool(context.get("medium") == "html")


def _placed(context: Context, svg: str) -> Markup:
    if _is_screen(context):
        return Markup(svg)  # noqa: S704 -- made here, of numbers
    turned = context["turned"](svg)
    uri = f"data:image/svg+xml;base64,{base64.b64encode(turned.encode()).decode()}"
    return Markup(f' style="background-image: url({uri})"')  # noqa: S704 -- base64 has no sign of markup
