"""Weights: what a change in value was in tonnes and in average value, of a line or of the whole."""

from __future__ import annotations

from decimal import Decimal

from generator.story.facts import way_of
from generator.story.news.report import Report
from generator.story.news.tonnage import Tonnage
from generator.story.plan import Text
from generator.story.words.speech import Slot

_APART, _WIDE, _CLOSE = Decimal(5), Decimal(10), Decimal(2)  # points between value and tonnage
_LARGE = Decimal(40)  # per cent of a change of the whole whose tonnage is told although they did not part
_LITTLE = Decimal(1)  # per cent of a change in weight
_RATE = Decimal(400)  # per cent: a change beyond it has no rate
_A_KILOGRAM = Decimal(20_000)  # an average value a tonne from which one is told a kilogram
_TWICE = Decimal("1.95")  # from here on a rise is told as a multiple


def together(report: Report) -> Text | None:
    """Return tonnage and average value of the whole where a large change was one of tonnage, and of a single line."""
    tonnage, size = _of_the_whole(report), report.news.size
    if tonnage is None or size is None:
        return None
    is_close = abs(tonnage.parted).high < _CLOSE and size.low >= _LARGE
    if not (is_close or report.news.is_one_line) or not report.is_new("weight"):
        return None
    return _sentence(report, tonnage, "body.weight.together")


def whole(report: Report) -> Text | None:
    """Return how the average value of the whole moved, where it parted from its tonnage."""
    tonnage = _of_the_whole(report)
    if tonnage is None or abs(tonnage.parted).low < _WIDE or not report.is_new("weight"):
        return None
    return _sentence(report, tonnage, "body.weight.whole")


def _of_the_whole(report: Report) -> Tonnage | None:
    return None if "parted" in report.heads else report.news.tonnage


def clause(report: Report, code: str) -> Text | None:
    """Return the weight of a line as the end of its sentence: ", on 19% more tonnage"; None where it has none."""
    tonnage = report.tonnage(code)
    if tonnage is None:
        return None
    if _is_apart(tonnage):
        return _sentence(report, tonnage, "body.weight.clause")
    growth = report.ledger.growth(*tonnage.mass)
    if growth is None or growth.direction is None:
        return None
    if abs(tonnage.parted).high < _CLOSE and abs(tonnage.growth).low >= _LITTLE:
        return report.say("body.weight.alone", tonnage.claim(report.ledger))
    if growth.value >= 100 * (_TWICE - 1):
        return None
    return report.say("body.weight.on", q=report.words.rate(growth), q_way=report.way(growth.direction))


def is_apart(report: Report, code: str) -> bool:
    """Say whether value and weight of a line parted, so that they have a sentence of their own."""
    tonnage = report.tonnage(code)
    return tonnage is not None and _is_apart(tonnage)


def _is_apart(tonnage: Tonnage) -> bool:
    return abs(tonnage.parted).low >= _APART


def sentence(report: Report, code: str) -> Text | None:
    """Return weight and average value of a line as a sentence of their own, where value and weight parted."""
    tonnage = report.tonnage(code)
    if tonnage is None or not _is_apart(tonnage):
        return None
    return _sentence(report, tonnage, "body.weight.said", line=report.brief_name(code))


def _sentence(report: Report, tonnage: Tonnage, key: str, **slots: Slot) -> Text | None:
    """Return both rates, the weight and both averages; None where one of them has no print that holds."""
    words, ledger = report.words, report.ledger
    (value, base_value), (mass, base_mass) = tonnage.value, tonnage.mass
    worth = ledger.value_growth((value, mass), (base_value, base_mass))
    now, base = ledger.unit_value(value, mass), ledger.unit_value(base_value, base_mass)
    if worth is None or worth.value > _RATE or now is None or base is None:
        return None
    unit, times = "kilogram" if now.value >= _A_KILOGRAM else "tonne", ledger.multiple(*tonnage.mass)
    averages: dict[str, Slot | None] = {
        "q_way": report.way(way_of(tonnage.growth)),
        "a": words.rate(worth),
        "a_way": report.way(worth.direction),
        "mass": words.tonnes(ledger.level(mass)),
        "now": words.average(now, unit),
        "base": words.average(base, unit),
        "unit": words.word("weights", unit),
    }
    ratio = words.ratio(times) if times is not None and times.low >= _TWICE else None
    if ratio:
        return report.say(f"{key}.times", n=ratio, **averages, **slots)
    return report.say(f"{key}.rate", q=words.rate(ledger.growth(*tonnage.mass)), **averages, **slots)
