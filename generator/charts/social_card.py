"""The picture for social pages, 1200 by 675 px: series, publisher, headline, the largest bars, source."""

from __future__ import annotations

from itertools import product
from typing import Any

from generator.charts.chart_form import draw_chart, form_of
from generator.charts.chart_frame import TypeStyle, column, place_drawing, sheet, to_text
from generator.charts.colours import COLOURS
from generator.charts.ruler import Ruler
from generator.charts.svg import ChartDrawing, new
from generator.charts.typeface import DISPLAY
from generator.story.plan import Chart, KeyFinding, Text

_WIDE = 1200  # px
_HIGH = 675  # px
_EDGE = 56  # px left and right of the words
_FOOT = 30  # px under the last line
_ROOM = _WIDE - 2 * _EDGE
# It is seen at half its size and less: nothing is set smaller than 20 px.
_SERIES = TypeStyle(24, 34, 700, "mark")
_PUBLISHER = TypeStyle(20, 34)
_SUBTITLE = TypeStyle(22, 30)
_SOURCE = TypeStyle(20, 26)
_HEADLINES = tuple(TypeStyle(size, size + 8, 600, "ink", DISPLAY) for size in (52, 44, 38, 32))
# Nastaliq climbs: its lines take more than twice their size, and the chart keeps its bars.
_JOINED_HEADLINES = tuple(TypeStyle(size, size + 8, 600, "ink", DISPLAY) for size in (42, 38, 34, 30))
_LINES_AT_MOST = 2  # of a headline, as long as a smaller type is left
_GAP = 14
_UNDER = 4  # px from the series to a headline of letters
_UNDER_HIGH = 12  # px from the series to a headline of ideographs, which fill their line


def card(picture: Chart, publisher: Text, finding: KeyFinding, ruler: Ruler) -> str:
    """Return the card as SVG; long words take smaller type, then fewer bars, at last the chart's own room."""
    head, y = _head(picture, publisher, finding, ruler)
    source, end = column(picture.source.words, _SOURCE, ruler, (_EDGE, 0), _ROOM)
    lift = _HIGH - _FOOT - end
    source.set("transform", f"translate(0,{lift:g})")
    room = lift - y - 2 * _GAP
    drawing = _largest(picture, room, ruler)
    root = sheet(_WIDE, _HIGH, ruler)
    root.append(new("rect", x=str(_EDGE), width=str(_ROOM), height="8", fill=COLOURS["mark"]))
    root.extend(head)
    if drawing:
        root.append(place_drawing(drawing, _EDGE, y + _GAP + (room - drawing.height) / 2))
    root.append(source)
    return to_text(root)


def _head(picture: Chart, publisher: Text, finding: KeyFinding, ruler: Ruler) -> tuple[list[Any], float]:
    """Return series, publisher, headline and subtitle, and where they end."""
    series, y = column(finding.series.words, _SERIES, ruler, (_EDGE, 36), _ROOM)
    # the publisher stands at the end of the line of the series, or under it where that is long
    x = float(_EDGE)
    top = y - 6
    room = float(_ROOM)
    series_width = ruler.width(finding.series.words, _SERIES.size, weight=_SERIES.weight)
    width = ruler.width(publisher.words, _PUBLISHER.size)
    if series_width + 3 * _GAP + width <= _ROOM:
        x = _EDGE if ruler.is_joined else _EDGE + _ROOM - width
        top = 36
        room = width
    house, end = column(publisher.words, _PUBLISHER, ruler, (x, top), room)
    under = _UNDER_HIGH if ruler.is_unspaced else _UNDER
    headline, y = _headline(finding.headline, max(y, end) + under, ruler)
    subtitle, y = column(picture.subtitle.words, _SUBTITLE, ruler, (_EDGE, y + 10), _ROOM)
    return [series, house, headline, subtitle], y


def _headline(headline: Text, y: float, ruler: Ruler) -> tuple[Any, float]:
    """Return the headline in the largest type in which it has two lines at most, and where it ends."""
    words = headline.words
    phrases = headline.phrases
    styles = _JOINED_HEADLINES if ruler.is_joined else _HEADLINES
    for style in styles:
        width = ruler.balanced(words, _ROOM / style.size, family=style.family, weight=style.weight, phrases=phrases)
        room = style.size * width
        x = _EDGE + _ROOM - room if ruler.is_joined else _EDGE
        text, end = column(words, style, ruler, (x, y), room, phrases)
        if len(text) <= _LINES_AT_MOST:
            break
    return text, end


def _largest(picture: Chart, room: float, ruler: Ruler) -> ChartDrawing | None:
    """Return the chart with as many of its bars or panels as `room` holds; None where it holds none."""
    form = form_of(picture)
    parts = form.card(picture) if form.card else [picture]
    for part, size in product(parts, form.cards):
        drawing = draw_chart(part, size, ruler).drawing
        if drawing.height <= room:
            return drawing
    return None
