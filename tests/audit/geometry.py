"""Charts as simple drawings, made by another road than the product's: each mark at its figure on a scale of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

from generator.trade.period import Period

Data = Mapping[str, Any]
SIZE, RISE = 10, 3  # px of a text, and from its middle to its foot
LEFT, WIDE, STEP = 150.0, 200.0, 20.0
MONTH, APART = 6.0, 40.0  # px of a month, and of one whose name stands under it


def geometry(chart: Data) -> str:
    """Return the marks and the words of a chart, without those of its frame."""
    return "".join(_FORMS[chart["form"]](chart))


def word(words: str, x: float, y: float) -> str:
    """Return words whose middle is `y` px down; nothing where there are none."""
    said = f'<text x="{x:g}" y="{y + RISE:g}" font-size="{SIZE}">{escape(words)}</text>'
    return said if words.strip() else ""


def _box(left: float, right: float, y: float) -> str:
    return f'<rect x="{left:g}" y="{y - 5:g}" width="{right - left:g}" height="10" fill="#123456"/>'


def _rule(x: float, y: float, x2: float, y2: float) -> str:
    return f'<line x1="{x:g}" y1="{y:g}" x2="{x2:g}" y2="{y2:g}" stroke="#999999" fill="none"/>'


def _line(points: Sequence[tuple[float, float]]) -> str:
    corners = "L".join(f"{x:.3f},{y:.3f}" for x, y in points)
    return f'<path d="M{corners}" fill="none" stroke="#123456"/>'


def _dot(x: float, y: float) -> str:
    return f'<circle cx="{x:.3f}" cy="{y:.3f}" r="3" fill="#123456"/>'


def _bars(chart: Data) -> Iterator[str]:
    bars = chart["bars"]
    pixel = WIDE / 2 / max(abs(bar["value"]) for bar in bars)
    zero, rows = LEFT + WIDE / 2, [(STEP * (at + 1), bar) for at, bar in enumerate(bars)]
    for y, bar in rows:
        end = zero + pixel * (bar["low"] if bar["bound"] else bar["value"])
        yield _box(min(zero, end), max(zero, end), y)
    for y, bar in rows:
        end = zero + pixel * bar["low"]
        yield f'<path d="M{end},{y - 4}L{end + 8},{y}L{end},{y + 4}Z" fill="#123456"/>' if bar["bound"] else ""
    for y, bar in rows:
        if bar["before"]:
            end = zero + pixel * bar["before"]
            yield f'<rect x="{end - 1}" y="{y - 5}" width="2" height="10" fill="#999999"/>'
    yield _rule(zero, 0, zero, STEP * len(bars))
    for y, bar in rows:
        yield word(bar["label"]["words"], 5, y) + word(bar["figure"]["words"], LEFT + WIDE + 20, y)


def _two_panels(chart: Data) -> Iterator[str]:
    bars = chart["bars"]
    pixel, rows = 40 / max(abs(bar["value"]) for bar in bars), len(bars) // 2
    zeros = [LEFT + 100, LEFT + 300]
    for at, bar in enumerate(bars):
        zero, ink = zeros[bar.get("panel", 0)], "#aa5500" if bar["value"] < 0 else "#123456"
        end = zero + pixel * bar["value"]
        yield _box(min(zero, end), max(zero, end), 40 + STEP * (at % rows)).replace("#123456", ink)
    yield from (_rule(zero, 20, zero, 40 + STEP * rows) for zero in zeros)
    for at, bar in enumerate(bars):
        zero, y = zeros[bar.get("panel", 0)], 40 + STEP * (at % rows)
        yield word(bar["label"]["words"], 5, y) if at < rows else ""
        yield word(bar["figure"]["words"], zero + pixel * bar["value"] + (-5 if bar["value"] < 0 else 5), y)
    yield from (word(tick["words"], zero, 10) for tick, zero in zip(chart["ticks"], zeros, strict=True))


def _gap(chart: Data) -> Iterator[str]:
    [curve], foot = chart["curves"], 200.0
    pixel = 100 / max(abs(point) for point in curve["points"])
    at = 0.0
    yield _rule(0, foot, 700, foot)
    for span, point, cell, step in zip(curve["spans"], curve["points"], curve["cells"], chart["steps"], strict=True):
        wide, end = APART * Period.parse(span).months, foot - pixel * point
        ink = "#123456" if point >= 0 else "#aa5500"
        box = f'<rect x="{at + 2}" y="{min(end, foot)}" width="{wide - 4}" height="{abs(pixel * point)}"'
        yield f'{box} fill="{ink}"/>' + word(cell["words"], at + wide / 2, end + (7 if point < 0 else -7))
        yield word(step["words"], at + wide / 2, 330)
        at += wide
    yield word(curve["label"]["words"], 720, 100) + word(curve["figure"]["words"], 720, 120)


def _panels(chart: Data) -> Iterator[str]:
    wide = MONTH * max(len(curve["points"]) for curve in chart["curves"])
    panels = [(at * (wide + 30), curve) for at, curve in enumerate(chart["curves"])]
    for left, curve in panels:
        for at, (one, other) in enumerate(zip(curve["spans"], curve["spans"][1:], strict=False), 1):
            yield _rule(left + MONTH * (at - 0.5), 40, left + MONTH * (at - 0.5), 100) if one[:4] != other[:4] else ""
    for left, _ in panels:
        yield _rule(left, 100, left + wide, 100)
    places = []
    for left, curve in panels:
        known = {at: point for at, point in enumerate(curve["points"]) if point is not None}
        reach = max(known.values()) or 1.0
        places.append({at: (left + MONTH * at, 100 - 50 * point / reach) for at, point in known.items()})
        yield _line([*places[-1].values()])
        yield from _areas(places[-1])
    for (_, curve), own in zip(panels, places, strict=True):
        last, year = len(curve["spans"]) - 1, _steps_a_year(curve)
        yield from (_dot(*own[at]) for at in range(last) if (last - at) % year == 0 and at in own)
    for role in ("line", "fallen"):
        for (_, curve), own in zip(panels, places, strict=True):
            if curve["role"] == role and len(curve["spans"]) - 1 in own:
                yield _dot(*own[len(curve["spans"]) - 1])
    yield from _over_panels(chart, panels)


def _areas(places: Mapping[int, tuple[float, float]]) -> Iterator[str]:
    """Yield what lies under each run of known months, from two on, down to zero."""
    run: list[tuple[float, float]] = []
    for at in range(max(places) + 2):
        if at in places:
            run.append(places[at])
        else:
            corners = [*run, *((x, 100.0) for x, _ in reversed(run))]
            joined = "L".join(f"{x:.3f},{y:.3f}" for x, y in corners)
            yield f'<path d="M{joined}Z" fill="#ddeeff"/>' if len(run) > 1 else ""
            run = []


def _steps_a_year(curve: Data) -> int:
    return 12 // min(Period.parse(span).months for span in curve["spans"])


def _upright_bars(chart: Data) -> Iterator[str]:
    ticks = [(float(tick["words"].replace(",", "")), tick["words"]) for tick in chart["ticks"]]
    [curve] = chart["curves"]
    highest = max(ticks[-1][0], *(point for point in curve["points"] if point is not None))
    foot, pixel = 200.0, 180 / highest
    years = [int(span[:4]) for span in curve["spans"]]
    xs = [50 + 10.0 * (at + (year - years[0]) / 2) for at, year in enumerate(years)]
    for value, _ in [*ticks[1:], ticks[0]]:
        yield _rule(40, foot - pixel * value, xs[-1] + 20, foot - pixel * value)
    for value, words in ticks:
        yield word(words, 5, foot - pixel * value)
    for x, point, year in zip(xs, curve["points"], years, strict=True):
        ink = "#123456" if year == years[-1] else "#888888"
        box = f'<rect x="{x - 3.5}" y="{foot - pixel * (point or 0)}" width="7" height="{pixel * (point or 0)}"'
        yield "" if point is None else f'{box} fill="{ink}"/>'
    for at, (x, point, year) in enumerate(zip(xs, curve["points"], years, strict=True)):
        before = curve["points"][at - _steps_a_year(curve)] if at >= _steps_a_year(curve) else None
        has_tick = year == years[-1] and None not in (point, before)
        y = foot - pixel * (before or 0)
        yield _rule(x - 3.5, y, x + 3.5, y).replace("#999999", "#eeeeee") if has_tick else ""
    newest = max(at for at, point in enumerate(curve["points"]) if point is not None)
    words = word(curve["figure"]["words"], xs[newest] + 3.5, foot - pixel * highest - 15)
    yield words.replace("<text", '<text text-anchor="end"')
    for at, step in enumerate(chart["steps"]):
        own = [x for x, span in zip(xs, curve["spans"], strict=True) if span[:4] == curve["spans"][at][:4]]
        yield word(step["words"], (own[0] + own[-1]) / 2, foot + 20)


def _over_panels(chart: Data, panels: Sequence[tuple[float, Data]]) -> Iterator[str]:
    for left, curve in panels:
        yield word(curve["label"]["words"], left, 10) + word(curve["figure"]["words"], left, 25)
        for words, middle in _steps(chart, curve):
            yield word(words, left + MONTH * middle, 115)


def _steps(chart: Data, curve: Data) -> Iterator[tuple[str, float]]:
    """Yield the names under a line, each at the middle of the months of its year, or at its own."""
    for at, (step, span) in enumerate(zip(chart["steps"], curve["spans"], strict=False)):
        own = [place for place, one in enumerate(curve["spans"]) if one[:4] == span[:4]]
        is_year = step["words"] == span[:4]
        yield step["words"], (own[0] + own[-1]) / 2 if is_year else at


def _trend(chart: Data) -> Iterator[str]:
    ticks = [(float(tick["words"].replace(",", "")), tick["words"]) for tick in chart["ticks"]]
    foot, pixel, [curve] = 200.0, 180 / ticks[-1][0], chart["curves"]
    xs = [50 + MONTH * at for at in range(len(curve["spans"]))]
    points = enumerate(curve["points"])
    known = {at: (xs[at], foot - pixel * point) for at, point in points if point is not None}
    for value, _ in [*ticks[1:], ticks[0]]:
        yield _rule(40, foot - pixel * value, 50 + MONTH * len(xs), foot - pixel * value)
    for value, words in ticks:
        yield word(words, 5, foot - pixel * value)
    for at, (one, other) in enumerate(zip(curve["spans"], curve["spans"][1:], strict=False), 1):
        yield _rule(xs[at] - MONTH / 2, 0, xs[at] - MONTH / 2, foot) if one[:4] != other[:4] else ""
    newest = known[max(known)]
    yield _rule(newest[0], 0, newest[0], 9)
    for at in known.keys() & {at + 1 for at in known}:
        line = _line([known[at - 1], known[at]])
        is_open = curve["spans"][at] in curve.get("provisional", ())
        yield line.replace("<path", '<path stroke-dasharray="2"') if is_open else line
    yield from (_dot(*known[at]) for at in known if not {at - 1, at + 1} & known.keys())
    yield _dot(*newest)
    for place, item in enumerate((curve["label"], curve["figure"])):
        yield word(item["words"], 400, 20.0 * place - 40)
    for words, middle in _steps(chart, curve):
        yield word(words, 50 + MONTH * middle, foot + 20)


def _dumbbell(chart: Data) -> Iterator[str]:
    ticks = [(float(tick["words"].replace(",", "")), tick["words"]) for tick in chart["ticks"]]
    pixel, foot = WIDE / ticks[-1][0], STEP * (len(chart["bars"]) + 1)
    rows = [(STEP * (at + 1), bar) for at, bar in enumerate(chart["bars"])]
    for value, words in ticks:
        yield _rule(LEFT + pixel * value, 0, LEFT + pixel * value, foot) + word(words, LEFT + pixel * value, foot + 10)
    yield from (_rule(LEFT + pixel * bar["before"], y, LEFT + pixel * bar["value"], y) for y, bar in rows)
    for key in ("before", "value"):
        yield from (_dot(LEFT + pixel * bar[key], y) for y, bar in rows)
    for y, bar in rows:
        yield word(bar["label"]["words"], 5, y) + word(bar["figure"]["words"], LEFT + WIDE + 20, y)


_FORMS: dict[str, Callable[[Data], Iterator[str]]] = {
    "ordered_bars": _bars,
    "contributions": _bars,
    "dumbbell": _dumbbell,
    "panels": _panels,
    "upright_bars": _upright_bars,
    "trend": _trend,
    "quantity_value": _two_panels,
    "year_gap": _gap,
}
