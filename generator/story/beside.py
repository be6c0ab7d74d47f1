"""Beside: prices and rates that a briefing asks for, each told once, where the line is told that it belongs to.

Both facts stand side by side; neither is said to be the other's reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from generator.errors import SettingsError
from generator.story.brief import Beside
from generator.story.facts import Claim
from generator.story.material import Material
from generator.story.plan import PAGES, Section, Text
from generator.trade.codes import is_within
from generator.trade.context import ContextFigure

Lines = Mapping[str, Claim | None]  # by code, its change on a year before, where a rate of it may be printed


class Margin:
    """The series that are still to be told, and those that were."""

    def __init__(self, material: Material) -> None:
        """Begin with all that the briefing asks for; SettingsError where the language has no words for a unit."""
        self._material = material
        self._left = list(material.brief.beside)
        self.used: list[tuple[Beside, date]] = []
        for of in self._left:
            if not material.words.has_unit(of.context.unit):
                problem = f"{of.context.name} is printed in {of.context.unit}, for which there are no words."
                raise SettingsError(
                    of.where, problem, "Take a series in dollars a unit of weight or volume, or a rate."
                )

    def beside(self, section: Section, lines: Lines) -> Section:
        """Return a section with a paragraph for each series that belongs to one of its lines."""
        told = tuple((said,) for said in self._told(lines))
        return replace(section, paragraphs=(*section.paragraphs, *told)) if told else section

    def rest(self, lines: Lines) -> Section | None:
        """Return a section of what belongs to `lines`, which are told without one, or to the whole; None: nothing."""
        told = [*self._told(lines), *self._whole()]
        label = self._material.words.label("beside")
        paragraphs = tuple((said,) for said in told)
        section = Section("beside", PAGES, "text", label, codes=None, dateline=None, paragraphs=paragraphs)
        return section if told else None

    def _told(self, lines: Lines) -> Sequence[Text]:
        found: list[Text] = []
        for of in list(self._left):
            code = next((code for code in lines if any(_meets(code, one) for one in of.codes)), None)
            if code is not None:
                found += self._said(of, code, lines[code])
        return found

    def _whole(self) -> Sequence[Text]:
        return [said for of in list(self._left) if not of.codes for said in self._said(of, "", None)]

    def _said(self, of: Beside, code: str, growth: Claim | None) -> Sequence[Text]:
        """Return the sentence of one series; none where a month of it is missing."""
        self._left.remove(of)
        material, ledger = self._material, self._material.ledger
        ends = [of.context.over(when) for when in (material.period, material.period.year_before())]
        if not ends[0] or not ends[1]:
            return []
        codes = (code,) if code else ()
        now, base = (ledger.average(figures, codes) for figures in ends)
        change = ledger.average_growth(now, base)
        opposed = ledger.opposed(growth, change) if growth else None
        released = _released((*ends[0], *ends[1]))
        said = material.words.averaged(of, (now, base), change, opposed, released)
        if said is None:
            return []
        self.used.append((of, released))
        return [said]


def _meets(code: str, wanted: str) -> bool:
    return is_within(code, wanted) or is_within(wanted, code)


def _released(figures: Sequence[ContextFigure]) -> date:
    """Return the day of the newest release that the figures stand in."""
    return max(date.fromisoformat(one.cell.release.split("/")[1]) for one in figures)
