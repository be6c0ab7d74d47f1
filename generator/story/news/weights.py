"""Weights: what a change in value was in tonnes and in average value, of a line or of the whole."""

from __future__ import annotations

from decimal import Decimal

from generator.story.facts import Claim
from generator.story.news.report import Report
from generator.story.news.steps import way_of
from generator.story.news.tonnage import Tonnage
from generator.story.plan import Text
from generator.story.words.speech import Slot

_APART, _WIDE, _CLOSE = Decimal(5), Decimal(10), Decimal(2)  # points between value and tonnage
_LARGE = Decimal(40)  # per cent of a change of the whole whose tonnage is told although they did not part
_LITTLE = Decimal(1)  # per cent of a change in weight
_RATE = Decimal(400)  # per cent: a change beyond it has no rate
_TWICE = Decimal("1.95")  # from here on a rise is told as a multiple


def together(report: Report) -> Text | None:
    """Return tonnage and average value of the whole, where a large change was one of tonnage, or of a single line."""
    found = _of_the_whole(report)
    if found is None or found.parted is None or report.news.size is None:
        return None
    close = abs(found.parted).high < _CLOSE and report.news.size.low >= _LARGE
    apart = abs(found.parted).low >= _APART and report.news.is_one_line
    if not (close or apart) or not report.is_new("weight"):
        return None
    return _said(report, found, "body.weight.together")


def whole(report: Report) -> Text | None:
    """Return how the average value of the whole moved, where it parted from its tonnage."""
    found = _of_the_whole(report)
    if found is None or found.parted is None or abs(found.parted).low < _WIDE or not report.is_new("weight"):
        return None
    slots = _slots(report, found)
    if slots is None:
        return None
    return report.say("body.weight.whole.times" if "n" in slots else "body.weight.whole", **slots)


def _of_the_whole(report: Report) -> Tonnage | None:
    return None if "parted" in report.heads else report.news.tonnage


def clause(report: Report, code: str) -> Text | None:
    """Return the weight of a line as the end of its sentence: ", on 19% more tonnage"; None where it has none."""
    found = report.tonnage(code)
    if found is None or found.parted is None or found.growth is None:
        return None
    apart = abs(found.parted)
    if apart.low >= _WIDE:
        return _said(report, found, "body.weight.clause")
    return _on_tonnage(report, found, apart.high < _CLOSE and abs(found.growth).low >= _LITTLE)


def _on_tonnage(report: Report, found: Tonnage, is_all: bool) -> Text | None:  # noqa: FBT001 -- of two
    words, change = report.words, report.month.account.growth(*found.mass)
    if change is None or change.direction is None:
        return None
    parted = found.claim(report.month.account)
    if is_all and parted is not None:
        return report.proven("body.weight.alone", parted)
    shown = words.rate(change)
    if shown is None or change.value >= 100 * (_TWICE - 1):
        return None
    return report.say("body.weight.on", q=shown, q_way=words.way(change.direction))


def is_apart(report: Report, code: str) -> bool:
    """Say whether value and weight of a line parted, so that they have a sentence of their own."""
    found = report.tonnage(code)
    return found is not None and found.parted is not None and abs(found.parted).low >= _APART


def sentence(report: Report, code: str) -> Text | None:
    """Return weight and average value of a line as a sentence of their own, where value and weight parted."""
    found = report.tonnage(code) if is_apart(report, code) else None
    if found is None or (slots := _slots(report, found)) is None:
        return None
    key = "body.weight.said.times" if "n" in slots else "body.weight.said.rate"
    return report.say(key, line=report.brief_name(code), **slots)


def _said(report: Report, found: Tonnage, key: str) -> Text | None:
    slots = _slots(report, found)
    return report.say(f"{key}.{'times' if 'n' in slots else 'rate'}", **slots) if slots else None


def _slots(report: Report, found: Tonnage) -> dict[str, Slot] | None:
    """Return both rates, the weight and both averages; None where one of them has no print that holds."""
    words, account = report.words, report.month.account
    (now, base), (mass, earlier) = found.value, found.mass
    way_of_mass, worth = way_of(found.growth), account.value_growth((now, mass), (base, earlier))
    averages, shown = report.averages(found), words.tonnes(account.level(mass))
    rate = words.rate(worth)
    if way_of_mass is None or worth is None or averages is None or shown is None:
        return None
    unit = words.unit_of_weight(averages[0])
    ends = [words.average(one, unit) for one in averages]
    moved = _moved(report, account.growth(mass, earlier), account.multiple(mass, earlier))
    if rate is None or worth.direction is None or moved is None or ends[0] is None or ends[1] is None:
        return None
    if worth.value > _RATE:
        return None
    way = words.way(way_of_mass)
    return moved | {
        "q_way": way,
        "way": way,
        "a": rate,
        "a_way": words.way(worth.direction),
        "mass": shown,
        "now": ends[0],
        "base": ends[1],
        "unit": words.of_weight(unit),
    }


def _moved(report: Report, growth: Claim | None, times: Claim | None) -> dict[str, Slot] | None:
    """Return how a weight moved, as a multiple from a doubling on."""
    if times is not None and times.low >= _TWICE and (ratio := report.words.ratio(times)):
        return {"n": ratio}
    rate = report.words.rate(growth)
    return {"q": rate} if rate else None
