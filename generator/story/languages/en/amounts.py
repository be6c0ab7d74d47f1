"""English amounts of a monthly edition: money, tonnes, months, rates and the words that stand for them."""

from __future__ import annotations

from decimal import Decimal

from generator.story import rounding
from generator.story.facts import Claim
from generator.story.languages.en.numbers import known, lexicon, per_cent, period
from generator.story.monthly.item import Item
from generator.story.plan import Text
from generator.story.rounding import BILLIONS, MILLIONS, UNITS, Scale
from generator.story.text import Part, Printed, say
from generator.trade.period import Period

LITTLE, SLIGHT = Decimal(1), Decimal(3)  # per cent: "little changed", "edged up"
TWICE = Decimal(100)  # per cent: from here on a rate gives way to a multiple
_HALF, _DOUBLE = (Decimal(-52), Decimal(-48)), (Decimal(94), Decimal(106))  # docs/movements.md, numbers of things
_LEAST = Decimal(10_000)  # US dollars: two decimals of a million show less as nothing
_VERBS = {"up": ("rose", "grew", "increased"), "down": ("fell", "declined", "decreased")}


def scale_of(claim: Claim) -> Scale:
    """Return the scale of a level: billions, millions down to ten thousand dollars, else dollars."""
    if abs(claim.value) >= Decimal(10) ** BILLIONS.power:
        return BILLIONS
    return MILLIONS if abs(claim.value) >= _LEAST else UNITS


def dollars(claim: Claim, digits: str | None = None, scale: Scale | None = None) -> Part:
    """Return "$147.46 million", "$0.03 million", "$4,321"; "nothing" for nothing at all."""
    if not claim.value:
        return "nothing"
    scale = scale or scale_of(claim)
    shown = digits or rounding.money(claim, scale)
    if shown is None:  # two decimals of a million are too coarse for a small sum
        scale, shown = UNITS, rounding.money(claim, UNITS)
    if shown is None:
        msg = f"{claim.id} reads {claim.low} to {claim.high}: no rounding holds"
        raise ValueError(msg)
    return Printed(f"${shown} {scale.name}".rstrip(), claim.id)


def both(item: Item) -> tuple[Part, Part, Printed | None]:
    """Return level, level a year before and rate, so that the three agree as they are printed."""
    now, base = known(item.now), known(item.base)
    scale = scale_of(now)
    if scale is BILLIONS and scale_of(base) is not BILLIONS:
        scale = MILLIONS
    if scale_of(base) is UNITS or (found := rounding.together(now, base, item.growth, scale)) is None:
        return dollars(now), dollars(base), None
    rate = Printed(f"{rounding.grouped(abs(found[2]))}%", item.growth.id) if item.growth and found[2] else None
    return dollars(now, found[0], scale), dollars(base, found[1], scale), rate


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
    """Return a weight: "6,890 tonnes", "45.6 tonnes"."""
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
    """Return a span with its year or years: "2025", "January–June 2025", "the twelve months to June 2025"."""
    if when.months == 12 and when.frequency != "annual":  # noqa: PLR2004 -- a year's months
        return f"the twelve months to {period(when.last)}"
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
    return known_as if known_as.endswith(f"HS {item.code}") else f"{known_as} (HS {item.code})"


def whole_name(item: Item) -> str:
    """Return what the whole is called in a sentence: a single line by its name."""
    return item.label.short if item.label else "the total"


def were(item: Item) -> str:
    """Return "were" for a plural name, "was" for any other."""
    return "were" if item.label is None or item.label.plural else "was"
