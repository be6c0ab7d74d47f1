"""The key of a map in steps: a strip of their colours, with the borders between them named under it.

The forms that colour by steps of a change, from a large fall to a large rise, share it (heatmap_plot, tiles_plot).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from generator.charts.canvas import LEADING, Surface
from generator.charts.colours import COLOURS
from generator.charts.vega import Layer, Plot
from generator.story.plan import Chart

STEPS = ("cold3", "cold2", "cold1", "remainder", "heat1", "heat3", "heat5")
DARK = frozenset({"cold3", "heat5"})  # on which words are white
_STRIP = 0.8  # em: height of the strip
_STEP = 5.5  # em: width of a step, at most
_UNDER = 0.25  # em from the strip to its words
_FOOT = 0.9  # em from the words to the plot
_ROOM = 0.35  # em between two words
_MARK = 0.5  # em: the mark of a rise or a fall where no figure stands


@dataclass(frozen=True)
class StepKey:
    """The key of a picture on a surface, whose `ticks` name the borders between its steps."""

    picture: Chart
    surface: Surface

    @property
    def height(self) -> float:
        """How many px it takes over the plot."""
        lines = max(map(len, self._words))
        return round(self.surface.size * (_STRIP + _UNDER + LEADING * lines + _FOOT))

    @property
    def _step(self) -> float:
        return min(self.surface.canvas.width / len(STEPS), self.surface.size * _STEP)

    @property
    def _words(self) -> list[tuple[str, ...]]:
        """The words of each tick in lines. The first and the last name the steps at the ends, the others borders."""
        ticks, surface = self.picture.ticks, self.surface
        inner = max((surface.width(tick.words) for tick in ticks[1:-1]), default=0.0)
        end = 2 * self._step - inner / 2 - surface.size * _ROOM
        last = len(ticks) - 1
        return [surface.lines(tick.words, end if at in (0, last) else self._step) for at, tick in enumerate(ticks)]

    def step(self, value: float) -> int:
        """Return the place of a value among the steps."""
        return bisect_right(self.picture.thresholds, value)

    def layers(self, plot: Plot, *, is_marked: bool) -> list[Layer]:
        """Return the strip and its words over `plot`; a step that `is_marked` has the mark of a rise or a fall."""
        size, step, top = self.surface.size, self._step, -plot.y
        cells = [
            {
                "x": step * at - plot.x,
                "x2": step * (at + 1) - plot.x,
                "y": top,
                "y2": top + size * _STRIP,
                "middle": step * (at + 0.5) - plot.x,
                "down": top + size * _STRIP / 2,
                **step_look(ink, is_marked=is_marked),
            }
            for at, ink in enumerate(STEPS)
        ]
        edge = {"stroke": COLOURS["paper"], "strokeWidth": 1}
        layers = [
            plot.draw("rect", cells, x="x", x2="x2", y="y", y2="y2", color="ink", style=edge),
            step_marks(plot, size, cells),
        ]
        y = top + size * (_STRIP + _UNDER + LEADING / 2)
        words = ["\n".join(lines) for lines in self._words]
        last = len(words) - 1
        places = {
            "left": [(0.0, words[0])],
            "center": [(step * (at + 1), words[at]) for at in range(1, last)],
            "right": [(step * (last + 2), words[last])],
        }
        for align, texts in places.items():
            labels = [{"x": x - plot.x, "y": y, "words": text} for x, text in texts]
            style = {"align": align, "color": COLOURS["second"], "fontSize": size}
            layers.append(plot.draw("text", labels, x="x", y="y", text="words", style=style))
        return layers


def step_look(ink: str, *, is_marked: bool) -> dict[str, str]:
    """Return the colour of a cell, that of what stands on it, and its mark: a rise and a fall have one."""
    mark = ""
    if is_marked and ink != "remainder":
        mark = "triangle-down" if ink.startswith("cold") else "triangle-up"
    return {"ink": COLOURS[ink], "on": COLOURS["paper" if ink in DARK else "ink"], "mark": mark}


def step_marks(plot: Plot, size: float, cells: list[dict[str, object]]) -> Layer:
    """Return the marks of the cells that have one, each in the middle of its cell; `size` is the em of a label."""
    style = {"filled": True, "opacity": 1, "size": (size * _MARK) ** 2}
    marked = [cell for cell in cells if cell["mark"]]
    return plot.draw("point", marked, x="middle", y="down", color="on", shape="mark", style=style)
