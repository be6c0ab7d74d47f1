"""Weights: what a change in value was in tonnes and in average value, of a line or of the whole."""

from __future__ import annotations

from decimal import Decimal

from generator.story.news.report import Report
from generator.story.news.steps import way_of
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
    found, size = _of_the_whole(report), report.news.size
    if found is None or size is None:
        return None
    is_close = abs(found.parted).high < _CLOSE and size.low >= _LARGE
    if not (is_close or report.news.is_one_line) or not report.is_new("weight"):
        return None
    return _said(report, found, "body.weight.together")


def whole(report: Report) -> Text | None:
    """Return how the average value of the whole moved, where it parted from its tonnage."""
    found = _of_the_whole(report)
    if found is None or abs(found.parted).low < _WIDE or not report.is_new("weight"):
        return None
    return _said(report, found, "body.weight.whole")


def _of_the_whole(report: Report) -> Tonnage | None:
    return None if "parted" in report.heads else report.news.tonnage


def clause(report: Report, code: str) -> Text | None:
    """Return the weight of a line as the end of its sentence: ", on 19% more tonnage"; None where it has none."""
    found, words, ledger = report.tonnage(code), report.words, report.month.ledger
    if found is None:
        return None
    if abs(found.parted).low >= _APART:
        return _said(report, found, "body.weight.clause")
    growth = ledger.growth(*found.mass)
    if growth is None or growth.direction is None:
        return None
    if abs(found.parted).high < _CLOSE and abs(found.growth).low >= _LITTLE:
        return report.say("body.weight.alone", found.claim(ledger))
    shown = words.rate(growth)
    if shown is None or growth.value >= 100 * (_TWICE - 1):
        return None
    return report.say("body.weight.on", q=shown, q_way=words.way(growth.direction))


def is_apart(report: Report, code: str) -> bool:
    """Say whether value and weight of a line parted, so that they have a sentence of their own."""
    found = report.tonnage(code)
    return found is not None and abs(found.parted).low >= _APART


def sentence(report: Report, code: str) -> Text | None:
    """Return weight and average value of a line as a sentence of their own, where value and weight parted."""
    found = report.tonnage(code) if is_apart(report, code) else None
    return _said(report, found, "body.weight.said", line=report.brief_name(code)) if found else None


def _said(report: Report, found: Tonnage, key: str, **slots: Slot) -> Text | None:
    """Return both rates, the weight and both averages; None where one of them has no print that holds."""
    words, ledger = report.words, report.month.ledger
    growth, worth = ledger.growth(*found.mass), ledger.value_growth(*zip(found.value, found.mass, strict=True))
    times, mass = ledger.multiple(*found.mass), words.tonnes(ledger.level(found.mass[0]))
    now, base = (ledger.unit_value(*side) for side in zip(found.value, found.mass, strict=True))
    way = way_of(found.growth)
    if way is None or now is None or base is None:
        return None
    if worth is None or worth.direction is None or worth.value > _RATE:
        return None
    unit = "kilogram" if now.value >= _A_KILOGRAM else "tonne"
    is_multiple = times is not None and times.low >= _TWICE and words.ratio(times) is not None
    own: dict[str, Slot | None] = {
        "q_way": words.way(way),
        "a": words.rate(worth),
        "a_way": words.way(worth.direction),
        "mass": mass,
        "now": words.average(now, unit),
        "base": words.average(base, unit),
        "unit": words.word("weights", unit),
        "n" if is_multiple else "q": words.ratio(times) if is_multiple and times else words.rate(growth),
    }
    known = {name: slot for name, slot in own.items() if slot is not None}
    form = "times" if is_multiple else "rate"
    return report.say(f"{key}.{form}", **known, **slots) if len(known) == len(own) else None
