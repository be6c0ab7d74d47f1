"""What a text says of weights: the tonnage of the total and of a line, their average values, and a mix of lines."""

from __future__ import annotations

from decimal import Decimal

from generator.story.amounts import Claim, way_of
from generator.story.news.line_changes import Tonnage, is_doubtful, tonnage
from generator.story.news.report import NewsReport
from generator.story.plan import Text
from generator.story.words.speech import Slot

_WIDE, _CLOSE = Decimal(10), Decimal(2)  # points between value and tonnage: from here on apart; below, together
_LARGE = Decimal(40)  # per cent: a change of the total from here on is compared with tonnage that moved alike, too
_WEIGHED = 3  # lines of which the text tells the weight
_TOGETHER = Decimal(5)  # points between value and tonnage: below, the tonnage of the whole is told alone
_TONNAGE = Decimal(5)  # per cent: a smaller change of that tonnage is not mentioned
_RATE = Decimal(400)  # per cent: a larger change is not given as a rate
_A_KILOGRAM = Decimal(20_000)  # from this average value per tonne on, print it per kilogram
# chapters of meat, fish, dairy, vegetables, fruit, coffee and tea, whose average value is always that of a kilogram
_BY_KILOGRAM = frozenset({"02", "03", "04", "07", "08", "09"})
_TWICE = Decimal("1.95")  # from here on a rise is expressed as a multiple
_LITTLE = Decimal(3)  # per cent: an average value that moved less has no sentence


def weight_together(report: NewsReport) -> Text | None:
    """Return tonnage and average value of a total that moved much with its tonnage, or of a single line, or None."""
    tonnage, size = report.news.tonnage, report.news.size
    if tonnage is None or size is None or "parted" in report.heads:
        return None
    is_close = abs(tonnage.parted).high < _CLOSE and size.low >= _LARGE
    if not (is_close or report.news.is_one_line) or not report.is_new("weight"):
        return None
    return _weight(report, tonnage, "body.weight.together")


def tonnage_of_lines(report: NewsReport) -> Text | None:
    """Return how the tonnage of all lines moved where it lies far from their value, and the line that moved it most."""
    month = report.month
    if {"tonnage", "parted"} & {*report.heads} or any(is_doubtful(month, code) for code in month.every_line):
        return None
    whole = tonnage(month, month.every_line, report.news.span)
    if whole is None or abs(whole.parted).low < _WIDE:
        return None
    code = _heaviest(report, whole)
    line = report.tonnage(code) if code else None
    if code is None or line is None or abs(line.growth).low <= abs(whole.growth).high:
        return None
    if not report.is_new("weight by line"):
        return None
    growth, line_growth = report.ledger.growth(*whole.mass), report.ledger.growth(*line.mass)
    if growth is None or line_growth is None or max(growth.value, line_growth.value) >= 100 * (_TWICE - 1):
        return None
    return report.say(
        "things.tonnage",
        line=report.brief_name(code),
        q=report.words.rate(growth),
        q_way=report.way(growth.direction),
        line_q=report.words.rate(line_growth),
        line_q_way=report.way(line_growth.direction),
    )


def _heaviest(report: NewsReport, whole: Tonnage) -> str | None:
    """Return the line whose tonnage moved most in the direction of all. None if that is less than half of theirs."""
    now, base = whole.mass
    change = now.reading - base.reading
    sizes = {}
    for part in report.news.parts.lines:
        line = report.tonnage(part.code)
        if line is not None and report.month.choice.tells(part.code):
            moved = line.mass[0].reading - line.mass[1].reading
            if way_of(moved) == way_of(change):
                sizes[part.code] = abs(moved)
    code = max(sizes, key=lambda code: sizes[code].value, default=None)
    return code if code and 2 * sizes[code].low >= abs(change).high else None


def weight_of_whole(report: NewsReport) -> Text | None:
    """Return how the total's average value moved, where value and tonnage differ.

    Where the leading line's weight is told, it is told only under a headline about the tonnage of all lines.
    """
    tonnage, heads = report.news.tonnage, report.heads
    says_lead = "tonnage" not in heads and _says_weight_of_lead(report)
    is_told = says_lead or "mix" in report.topics or "parted" in heads
    if tonnage is None or abs(tonnage.parted).low < _WIDE or is_told:
        return None
    return _weight(report, tonnage, "body.weight.whole") if report.is_new("weight") else None


def _says_weight_of_lead(report: NewsReport) -> bool:
    """Return whether the text says how weight and average value of the leading line moved apart."""
    lead = report.tonnage(report.lead.code) if report.lead else None
    return lead is not None and lead.is_apart


def weight_clause(report: NewsReport, code: str) -> Text | None:
    """Return a line's weight as the end of its sentence: ", on 19% more tonnage"; of three lines of a text at most.

    None where its weight has a sentence of its own.
    """
    tonnage = report.tonnage(code)
    if tonnage is None or len(report.weighed_codes - {code}) >= _WEIGHED:
        return None
    report.weighed_codes.add(code)
    if _has_weight_sentence(report, code):
        return None
    if tonnage.is_apart:
        return _weight(report, tonnage, "body.weight.rates")
    growth = report.ledger.growth(*tonnage.mass)
    if growth is None or growth.direction is None or growth.value >= 100 * (_TWICE - 1):
        return None
    return report.say("body.weight.on", q=report.words.rate(growth), q_way=report.way(growth.direction))


def weight_sentence(report: NewsReport, code: str) -> Text | None:
    """Return weight and average value of the leading line, or of the largest against it, where the average moved.

    None where the averages stand in the sentence on the mix.
    """
    tonnage = report.tonnage(code)
    if tonnage is None or not _has_weight_sentence(report, code):
        return None
    if tonnage.is_mostly and report.is_lead(code):
        slots = {"line": report.brief_name(code), "way": report.way(way_of(tonnage.value_growth))}
        return _weight(report, tonnage, "body.weight.mostly", tonnage.claim(report.ledger), **slots)
    return _weight(report, tonnage, "body.weight.said")


def _has_weight_sentence(report: NewsReport, code: str) -> bool:
    """Return whether a line's weight has a sentence: of the leading line, or the largest against it, if it says more.

    It says more where the average value moved, or hardly moved beside the tonnage.
    """
    tonnage = report.tonnage(code)
    counter = report.other_way()
    is_counter = counter is not None and counter.code == code
    if tonnage is None or report.news.mix is not None or not (is_counter or report.is_lead(code)):
        return False
    average = tonnage.average_growth
    return tonnage.is_apart or tonnage.is_mostly or (average is not None and abs(average).low >= _LITTLE)


def _weight(
    report: NewsReport, tonnage: Tonnage, key: str, claim: Claim | None = None, /, **slots: Slot | None
) -> Text | None:
    """Return both rates and both averages. None where one of them cannot be printed."""
    words = report.words
    ledger = report.ledger
    value, base_value = tonnage.value
    mass, base_mass = tonnage.mass
    worth = ledger.value_growth((value, mass), (base_value, base_mass))
    now = ledger.unit_value(value, mass)
    base = ledger.unit_value(base_value, base_mass)
    if worth is None or worth.value > _RATE or now is None or base is None:
        return None
    unit = _unit_of_weight(now)
    times = ledger.multiple(*tonnage.mass)
    averages: dict[str, Slot | None] = {
        "mass": words.tonnes(ledger.level(mass)),
        "q_way": report.way(way_of(tonnage.growth)),
        "a": words.rate(worth),
        "a_way": report.way(worth.direction),
        "now": words.average(now, unit),
        "base": words.average(base, unit),
        "unit": words.word("weights", unit),
    }
    ratio = words.ratio(times) if times is not None and times.low >= _TWICE else None
    if ratio:
        return report.say(f"{key}.times", claim, n=ratio, **averages, **slots)
    return report.say(f"{key}.rate", claim, q=words.rate(ledger.growth(*tonnage.mass)), **averages, **slots)


def at_old_average(report: NewsReport) -> Text | None:
    """Return what a single line's weight would have been worth a year before, where value and weight lie far apart."""
    tonnage = report.news.tonnage
    if tonnage is None or not report.single_line or abs(tonnage.parted).low < _WIDE:
        return None
    mass = tonnage.mass[0]
    worth = report.ledger.at_average(mass, (tonnage.value[1], tonnage.mass[1]))
    slots: dict[str, Slot | None] = {
        "mass": report.words.tonnes(report.ledger.level(mass)),
        "level": report.worth(worth),
        "then": report.words.year_earlier(report.news.span),
    }
    return report.say("body.at_old_average", **slots)


def _unit_of_weight(average: Claim) -> str:
    """Return the unit of weight in which an average value is printed."""
    chapters = {code[:2] for code in average.codes}
    return "kilogram" if average.value >= _A_KILOGRAM or chapters <= _BY_KILOGRAM else "tonne"


def mix(report: NewsReport) -> Text | None:
    """Return that the total's average value moved through the mix of its two largest lines."""
    found = report.news.mix
    if found is None or not report.is_new("mix"):
        return None
    words, ledger = report.words, report.ledger
    sides = (found.line, found.other, found.total)
    now = [ledger.unit_value(side.value[0], side.mass[0]) for side in sides]
    base = ledger.unit_value(found.total.value[1], found.total.mass[1])
    averages = [claim for claim in (*now, base) if claim is not None]
    if len(averages) < len(sides) + 1:
        return None
    unit = _unit_of_weight(averages[len(sides) - 1])
    line, other, total, total_base = (words.average(claim, unit) for claim in averages)
    codes = (*found.line.value[0].codes, *found.other.value[0].codes)
    names = {"line": report.name(codes[0]), "other": report.name(codes[1])}
    return report.say(
        "body.mix",
        found.claim(ledger),
        **names,
        avg=line,
        other_avg=other,
        now=total,
        base=total_base,
        way=report.way(found.way),
        unit=words.word("weights", unit),
    )


def tonnage_of_whole(report: NewsReport) -> Text | None:
    """Return the weight of all shipments, and how it moved.

    It is told of a year, and where it moved about as the value did or the mix of the lines explains why it did not.
    """
    tonnage, words, ledger = report.news.tonnage, report.words, report.ledger
    if tonnage is None or report.news.is_one_line or abs(tonnage.growth).low < _TONNAGE:
        return None
    is_due = report.news.is_year or "mix" in report.topics or abs(tonnage.parted).high < _TOGETHER
    if not is_due or not report.is_new("weight"):
        return None
    slots: dict[str, Slot | None] = {
        "mass": words.tonnes(ledger.level(tonnage.mass[0])),
        "q_way": report.way(way_of(tonnage.growth)),
    }
    times = ledger.multiple(*tonnage.mass)
    if times is not None and times.low >= _TWICE:
        return report.say("body.tonnage.times", times=words.manifold(times), n=words.ratio(times), **slots)
    return report.say("body.tonnage.rate", q=words.rate(ledger.growth(*tonnage.mass)), **slots)
