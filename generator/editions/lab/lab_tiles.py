"""Tiles: the key figures of a lab; where other thresholds are tried, those of both side by side, own first."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.editions.lab import lab_text
from generator.editions.lab.lab_charts import SHOWN
from generator.settings.output_shapes import LabAgainst, LabFile
from generator.story.plan import KeyFigure, Strip, Text

Beside = Callable[[Callable[[LabFile | LabAgainst], str]], str]


def strip(found: LabFile) -> Strip:
    """Return how much is told, how often nothing, how often again, and how firmly."""
    sides: list[LabFile | LabAgainst] = [found, *([found["against"]] if found["against"] else [])]

    def beside(figure: Callable[[LabFile | LabAgainst], str]) -> str:
        return " / ".join(figure(one) for one in sides)

    own = "own / other, " if len(sides) > 1 else ""
    cells = [*_much(len(found["months"]), beside, own)]
    cells += _firm(beside) if any(one["told"] for one in sides) else []
    return Strip("strip", SHOWN, tuple(KeyFigure(*map(Text, cell)) for cell in cells))


def _much(months: int, beside: Beside, own: str) -> Iterator[tuple[str, str, str]]:
    a_month = beside(lambda one: lab_text.a_month(one["told"], months))
    yield "Told", beside(lambda one: f"{one['told']:,}"), f"{own}{a_month} a month"
    yield "Quiet months", beside(lambda one: str(one["quiet"])), f"{own}of {months}"


def _firm(beside: Beside) -> Iterator[tuple[str, str, str]]:
    of = beside(lambda one: f"{one['told']:,}")
    yield "Told again", beside(lambda one: str(one["again"])), f"of {of}, within twelve months"
    stay = beside(lambda one: lab_text.least_of_five(one["stable"]))
    few = f"; –: {lab_text.TOO_FEW}, under five movements" if "–" in stay else ""
    if stay.strip("– /"):
        yield "Stay in the first five", f"{stay} of 5", f"if every number were a tenth off{few}"
    else:
        yield "Stay in the first five", stay, few.removeprefix("; –: ")
