"""Weights: what a change in value was in tonnes and in average value, of a line or of the whole."""

from __future__ import annotations

from decimal import Decimal

from generator.story.facts import Claim
from generator.story.news.report import Report
from generator.story.news.tonnage import Tonnage
from generator.story.plan import Text
from generator.story.words.speech import Slot

_APART, _WIDE, _CLOSE = Decimal(5), Decimal(10), Decimal(2)  # points between value and tonnage
_LARGE = Decimal(40)  # per cent of a change of the whole whose tonnage is told although they did not part
_LITTLE = Decimal(1)


def of_the_whole(report: Report, key: str) -> Text | None:
    """Return tonnage and average value of the whole, where they parted, or went together in a large change."""
    found = report.news.tonnage
    if found is None or found.parted is None or report.news.size is None:
        return None
    apart = abs(found.parted)
    together = apart.high < _CLOSE and report.news.size.low >= _LARGE
    if not (apart.low >= _APART or together) or "parted" in report.heads or not report.is_new("weight"):
        return None
    return _said(report, found, f"{key}.parted")


def clause(report: Report, code: str) -> Text | None:
    """Return the weight of a line as the end of its sentence: ", on 19% more tonnage"; None where it has no room."""
    found = report.tonnage(code)
    if found is None or found.parted is None or found.growth is None:
        return None
    apart = abs(found.parted)
    change = report.month.account.growth(*found.mass)
    if apart.low >= _APART:
        return _said(report, found, "body.weight")
    if change is None or change.direction is None or apart.high >= _APART:
        return None
    if apart.high < _CLOSE and abs(found.growth).low >= _LITTLE:
        return report.words.proven("body.weight.alone", change)
    shown = report.words.rate(change)
    if shown is None:
        return None
    return report.words.say("body.weight.on", q=shown, q_way=report.words.way(change.direction))


def _said(report: Report, found: Tonnage, key: str) -> Text | None:
    """Return both rates, and both averages where they are ten points apart or more."""
    words, account = report.words, report.month.account
    mass = account.growth(*found.mass)
    worth = account.value_growth((found.value[0], found.mass[0]), (found.value[1], found.mass[1]))
    averages = report.averages(found)
    if mass is None or worth is None or averages is None or found.parted is None:
        return None
    slots = _tonnes(report, mass, account.multiple(*found.mass))
    rate = words.rate(worth)
    if slots is None or rate is None or worth.direction is None:
        return None
    slots |= {"a": rate, "a_way": words.way(worth.direction)}
    unit = words.unit_of_weight(averages[0])
    ends = [words.average(one, unit) for one in averages]
    name = "times" if "n" in slots else "rate"
    if abs(found.parted).low < _WIDE and key.startswith("body") or ends[0] is None or ends[1] is None:
        return words.say(f"{key}.apart.{name}", **slots)
    slots |= {"now": ends[0], "base": ends[1], "unit": words.of_weight(unit)}
    return words.say(f"{key}.averages.{name}" if key.startswith("body") else f"{key}.{name}", **slots)


def _tonnes(report: Report, mass: Claim, times: Claim | None) -> dict[str, Slot] | None:
    words = report.words
    if mass.direction is None:
        return None
    way = words.way(mass.direction)
    if times is not None and times.low >= Decimal("1.95") and (ratio := words.ratio(times)):
        return {"n": ratio, "q_way": way}
    rate = words.rate(mass)
    return {"q": rate, "q_way": way} if rate else None
