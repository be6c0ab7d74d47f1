"""The partner's own report of the same trade: its figure stands beside ours, and explains nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from generator.story.amounts import Amount, YearChange, amount
from generator.story.news.report import NewsReport
from generator.story.plan import Text
from generator.story.words.speech import Slot
from generator.trade.codes import roots
from generator.trade.figures import Figures
from generator.trade.period import Period

_APART = Decimal(25)  # points between both growths: from here on opposite ways are worth a sentence
_MULTIPLE = Decimal(100)  # per cent: from here on both levels are printed in place of a rate
_YEAR = 12  # months


@dataclass(frozen=True)
class MirrorChange:
    """The trade of an edition as its partner counted it, over a span and a year before."""

    own: YearChange
    theirs: YearChange
    valuation: str  # CIF or FOB

    @property
    def is_news(self) -> bool:
        """Whether the two went opposite ways, more than 25 points apart."""
        own, theirs = self.own.growth, self.theirs.growth
        ways = {self.own.way, self.theirs.way}
        return own is not None and theirs is not None and ways == {"up", "down"} and abs(own - theirs).low > _APART


def sentence(report: NewsReport) -> Text | None:
    """Return what the partner's office recorded, where that is news, or once a year."""
    found = mirror_of(report)
    mirror = report.month.brief.mirror
    is_end = report.month.figures.to_date.months == _YEAR
    if found is None or mirror is None or not (found.is_news or is_end):
        return None
    words, ledger = report.words, report.ledger
    growth = ledger.growth(*found.theirs)
    slots: dict[str, Slot | None] = {
        "office": words.office_of(mirror.figures.selection.reporter, mirror.title),
        "time": words.so_far(report.news.span),
        "level": report.level(found.theirs.now),
        "valuation": words.valuation(found.valuation),
        "then": words.year_earlier(report.news.span),
    }
    if growth is not None and growth.value < _MULTIPLE:
        return report.say("body.mirror.rate", rate=words.rate(growth), way=report.way(growth.direction), **slots)
    return report.say("body.mirror.levels", base=report.level(found.theirs.base), **slots)


def mirror_of(report: NewsReport) -> MirrorChange | None:
    """Return the partner's figure for the total. None where it is unknown at either end, or valued in two ways."""
    mirror, step = report.month.brief.mirror, report.news.step
    if mirror is None or step is None:
        return None
    figures, span = mirror.figures, report.news.span
    now, base = _level(figures, span), _level(figures, span.year_before())
    if now is None or base is None:
        return None
    values = {cell.valuation for level in (now, base) for cell in level.cells} - {""}
    usual = figures.selection.flow.valuation
    if not values <= {usual}:
        return None
    return MirrorChange(step, YearChange(now, base), usual)


def _level(figures: Figures, span: Period) -> Amount | None:
    level = amount(figures, roots(figures.selection.codes), span)
    if level is None or not level.is_exact or not level.value:
        return None
    return replace(level, is_mirror=True)
