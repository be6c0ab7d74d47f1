"""English amounts of a monthly edition: money, tonnes, months, rates and the words that stand for them."""

from __future__ import annotations

from decimal import Decimal

from generator.story import rounding
from generator.story.facts import Claim
from generator.story.languages.en.numbers import known, lexicon, per_cent, period, priced, year_of
from generator.story.monthly.item import Item
from generator.story.plan import Text
from generator.story.rounding import MILLIONS, UNITS, Scale
from generator.story.text import Part, Printed, say
from generator.trade.editions import TOTAL
from generator.trade.period import Period

LITTLE, SLIGHT = Decimal(1), Decimal(3)  # per cent: "little changed", "edged up"
_MANY = 1_000_000  # tonnes
TWICE = Decimal(100)  # per cent: from here on a rate gives way to a multiple
_HALF, _DOUBLE = (Decimal(-52), Decimal(-48)), (Decimal(94), Decimal(106))  # docs/movements.md, numbers of things
_VERBS = {"up": ("rose", "grew", "increased"), "down": ("fell", "declined", "decreased")}


def scale_of(claim: Claim) -> Scale:
    """Return the scale of a level: trillions, billions, millions down to a hundred thousand, else in full."""
    return rounding.prose_scale(claim.value)


def worth(claim: Claim, digits: str | None = None, scale: Scale | None = None) -> Part:
    """Return "$147.46 million", "$4,321", "CNY 1.05 billion"; "nothing" for nothing at all."""
    if not claim.value:
        return "nothing"
    scale = scale or scale_of(claim)
    shown = digits or rounding.money(claim, scale)
    if shown is None:  # two decimals of a million are too coarse for a small sum
        scale, shown = UNITS, rounding.money(claim, UNITS)
    if shown is None and (coarse := rounding.coarsest(claim)) is not None:
        shown = rounding.grouped(coarse)
    if shown is None:
        msg = f"{claim.id} reads {claim.low} to {claim.high}: no rounding holds"
        raise ValueError(msg)
    return priced(claim, shown, scale)


def both(item: Item) -> tuple[Part, Part | None, Printed | None]:
    """Return level, level a year before and rate, so that the three agree as they are printed.

    There is no level of a year before where the three would agree only with figures that nobody reads, or where the
    two levels print alike.
    """
    now, base, shown = known(item.now), known(item.base), rate(item.growth)
    scale, larger = sorted((scale_of(now), scale_of(base)), key=lambda scale: scale.power)
    if scale is UNITS is not larger:  # a scale of its own for each, and no rate that they would have to give
        return worth(now), worth(base) if not shown or _is_borne_out(now, base, item.growth) else None, shown
    told = rounding.together(now, base, item.growth if shown else None, scale, more=1)
    if told is not None and told[0] == told[1] and not is_little(item.growth) and scale is MILLIONS:
        scale = UNITS
        told = rounding.together(now, base, item.growth if shown else None, scale, more=1)
    if shown and item.growth and (told is None or told[2] != rounding.per_cent(item.growth)):
        return worth(now), None, shown
    if told is None:
        return worth(now), worth(base), None
    ends = worth(now, told[0], scale), worth(base, told[1], scale)
    return ends[0], None if told[0] == told[1] else ends[1], shown


def _is_borne_out(now: Claim, base: Claim, growth: Claim | None) -> bool:
    """Say whether two levels, each at its own scale, give the rate as it is printed: $93,296 after $3.82 million."""
    shown = [(rounding.money(claim, scale_of(claim)), scale_of(claim).power) for claim in (now, base)]
    ends = [f"{rounding.plain(digits).scaleb(power):f}" for digits, power in shown if digits]
    printed = rounding.per_cent(growth) if growth else None
    return printed is not None and len(ends) == len(shown) and rounding.recomputes(printed, *ends)


def against(item: Item) -> tuple[Part, Text | None]:
    """Return a level, and what it is against a year before: "9.0% more than the $1.44 billion of 2024"."""
    if item.base is None or not item.base.value:
        return worth(known(item.now)), None
    now, base, shown = both(item)
    then = span(item.span.year_before())
    if is_rolling(item.span):  # "the twelve months to January 2024" once more would be read by nobody
        now, base, then = worth(known(item.now)), None, "a year before"
    said: dict[str, Part] = {"base": base or "", "rate": shown or "", "then": then}
    if is_little(item.growth):
        return now, say("little changed from the {base} of {then}" if base else "little changed from {then}", **said)
    if shown is None or item.growth is None or item.growth.direction is None:
        return now, _plainly(item)
    more, than = "more" if item.growth.direction == "up" else "less", "" if is_rolling(item.span) else "in "
    pattern = "{rate} {more} than the {base} of {then}" if base else "{rate} {more} than " + than + "{then}"
    return now, say(pattern, more=more, **said)


def _plainly(item: Item) -> Text | None:
    """Return "against $1.44 billion in 2024", where no rate stands between the two; None where both print alike."""
    _, base, _ = both(item)
    then = span(item.span.year_before())
    return say("against {base} in {then}", base=base, then=then) if base else None


def is_rolling(when: Period) -> bool:
    """Say whether a span is twelve months that are no calendar year."""
    return when.months == 12 and when.frequency != "annual"  # noqa: PLR2004 -- a year's months


def rate(claim: Claim | None) -> Printed | None:
    """Return a per cent without its sign, None where it says nothing: too wide, of no sure direction, or 0.0."""
    return per_cent(claim) if claim is not None and claim.direction and rounding.per_cent(claim) else None


def is_little(claim: Claim | None) -> bool:
    """Say whether a change is under one per cent, for sure."""
    return claim is not None and max(abs(claim.low), abs(claim.high)) < LITTLE


def turned(claim: Claim, place: int = 0) -> Part:
    """Return verb and rate of a change: "rose 22%", "edged up 2.1%", "halved"; `place` varies the verb."""
    shown = rate(claim)
    for word, (low, high) in (("halved", _HALF), ("doubled", _DOUBLE)):
        if low <= claim.low and claim.high <= high:
            return Printed(word, claim.id)
    if abs(claim.value) < SLIGHT:
        verb = "edged up" if claim.direction == "up" else "slipped"
    else:
        verb = _VERBS[claim.direction or "up"][place % 3]
    return say("{verb} {shown}", verb=verb, shown=shown or "")


def tonnes(claim: Claim) -> Printed | None:
    """Return a weight: "6,890 tonnes", "45.6 tonnes", "44.27 million tonnes"."""
    if claim.value >= _MANY * rounding.KILOGRAMS:
        low, high = (end / rounding.KILOGRAMS / _MANY for end in (claim.low, claim.high))
        if (many := rounding.finest(low, high, 2)) is not None:
            return Printed(f"{rounding.grouped(many)} million tonnes", claim.id)
    found = rounding.tonnes(claim)
    return None if not found else Printed(f"{rounding.grouped(found)} tonnes", claim.id)


def in_points(claim: Claim | None, unit: str = "percentage points") -> Text | None:
    """Return "3.1 percentage points", without sign; None where it is nothing, or too wide to print."""
    shown = bare_points(claim)
    return say("{n} {unit}", n=shown, unit=unit) if shown else None


def bare_points(claim: Claim | None) -> Printed | None:
    """Return points without their unit, where a figure before them has named it."""
    value = rounding.points(claim) if claim else None
    return Printed(rounding.grouped(abs(value)), claim.id) if claim and value else None


def month_name(when: Period) -> str:
    """Return the months without their year: "December", "January–February"; a calendar year is "the year"."""
    if when.frequency == "annual":
        return str(when.year)
    months = lexicon()["months"]
    first, last = months[when.first % 12], months[when.last.first % 12]
    return str(first) if when.months == 1 else f"{first}–{last}"


def span(when: Period) -> str:
    """Return a span with its year or years: "2025", "January–June 2025", "the twelve months to June 2025".

    A year to date that began in July has both: "July–December 2025-26".
    """
    if is_rolling(when):
        return f"the twelve months to {period(when.last)}"
    if when.is_fiscal:
        return f"{month_name(when)} {year_of(when)}"
    return period(when)


def ordinal(claim: Claim) -> str:
    """Return "third" for three; empty for more than the list has."""
    words, place = lexicon()["ordinals"], int(claim.value)
    return str(words[place]) if 0 < place < len(words) else ""


def streak(claim: Claim, way: str) -> Text:
    """Return "down for an eighth month in a row", or "down for 14 months in a row"."""
    word = ordinal(claim)
    if not word:
        return say("{way} for {n}", way=way, n=Printed(f"{int(claim.value)} months in a row", claim.id))
    article = "an" if word[0] in "aeiou" else "a"
    return say("{way} for {a} {n}", way=way, a=article, n=Printed(f"{word} month in a row", claim.id))


def full(item: Item) -> str:
    """Return a line at its first mention: "zinc ores and concentrates (HS 2608)"."""
    if item.label is None:
        return "all other lines"
    known_as = item.label.full
    return known_as if known_as.endswith(f"HS {item.code}") or item.code == TOTAL else f"{known_as} (HS {item.code})"


def is_named(item: Item) -> bool:
    """Say whether an item is a line with a name: all goods together are told as the trade that they are."""
    return item.label is not None and item.code != TOTAL


def whole_name(item: Item) -> str:
    """Return what the whole is called in a sentence: a single line by its name."""
    return item.label.short if item.label and is_named(item) else "the total"


def were(item: Item) -> str:
    """Return "were" for a plural name, "was" for any other."""
    return "were" if item.label is None or item.label.plural else "was"
