"""English figures that stand alone: in the strip, in the rows of a table, beside bars and at the ends of lines."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from generator.story import rounding
from generator.story.facts import Claim
from generator.story.languages.en.amounts import (
    is_rolling,
    month_name,
    rate,
    span,
    worth,
)
from generator.story.languages.en.numbers import lexicon, millions_of, number, per_cent, period, year_of
from generator.story.monthly.item import Item
from generator.story.plan import Text
from generator.story.rounding import MILLIONS
from generator.story.text import Part, Printed, capital, listed, say
from generator.trade.period import Period

_FINER = 3  # digits more of a small level, so that the row has the rate of text and pictures
NONE = Text("–")
_TOLD = 4  # withheld figures that a note names one by one
WHOLE_YEAR = "January–December"


def key_label(item: Item) -> Text:
    """Return the name of a key figure: the span, after the name of a single line."""
    when = span(item.span).removeprefix("the ")
    if item.label and item.label.short[-1:].isdigit():  # "goods of HS 3004, 2025" would be two codes
        return capital(Text(f"{item.label.short} in {span(item.span)}"))
    return capital(Text(f"{item.label.short}, {when}" if item.label else when))


def key_level(item: Item) -> Text:
    """Return a key figure: "$147.46 million"."""
    return say("{level}", level=worth(item.now)) if item.now else NONE


def key_change(item: Item) -> Text:
    """Return what it is against a year before: "+10% on December 2024"."""
    if item.growth is None or rate(item.growth) is None:
        return _no_base(item.span, broken=item.broken) if item.base is None else _against(item)
    before = "a year before" if is_rolling(item.span) else span(item.span.year_before())
    return say("{n} on {when}", n=Printed(signed_rate(item.growth), item.growth.id), when=before)


def _no_base(when: Period, *, broken: bool) -> Text:
    return Text(f"{'not compared with' if broken else 'no figure for'} {span(when.year_before())}")


def _against(item: Item) -> Text:
    if item.base is None:
        return NONE
    return say("{base} in {when}", base=worth(item.base), when=span(item.span.year_before()))


def key_share(share: Claim) -> Text:
    """Return "50% of the total"."""
    return say("{n} of the total", n=per_cent(share) or "")


def share_before(share: Claim | None, when: Period, *, broken: bool = False) -> Text:
    """Return "45% in 2024"; without a share that there is no figure, or that it is `broken` and not compared."""
    shown = per_cent(share) if share else None
    before = span(when.year_before())
    return say("{n} in {before}", n=shown, before=before) if shown else _no_base(when, broken=broken)


def other_lines(count: Claim) -> Text:
    """Return the name of the lines without a bar or a row of their own: "Nine other lines"."""
    return capital(say("{n} other lines", n=number(count)))


def key_count(some: Claim, lines: Claim) -> Text:
    """Return "9 of 12"."""
    return say("{some} of {all}", some=_digits(some), all=_digits(lines))


def others_too(others: Claim, before: Period, *, fell: bool) -> Text:
    """Return "on December 2024; three fell"."""
    if not others.value:
        return Text(f"on {span(before)}")
    return say("on {when}; {n} {did}", when=span(before), n=number(others), did="fell" if fell else "rose")


def signed_rate(claim: Claim) -> str:
    """Return "+22%", a dash where no rounding holds."""
    value = rounding.per_cent(claim)
    return "–" if value is None else f"{rounding.signed(value)}%"


def _nothing(claim: Claim, decimals: int) -> str:
    """Return a figure that rounds to nothing with the sign it has."""
    sign = {"up": "+", "down": "\N{MINUS SIGN}"}.get(claim.direction or "", "")
    return f"{sign}{Decimal(0):.{decimals}f}"


def whole_million(claim: Claim) -> Text:
    """Return a sum to the whole million: "1,565"."""
    low, high = claim.low.scaleb(-MILLIONS.power), claim.high.scaleb(-MILLIONS.power)
    least = 0 if abs(claim.value) >= Decimal(10) ** 8 else 1
    found = rounding.finest(low, high, least)
    return NONE if found is None else say("{n}", n=Printed(rounding.grouped(found), claim.id))


def million(claim: Claim | None, digits: str | None = None) -> Text:
    """Return a level in millions, "nil" for no trade, a dash for an unknown one."""
    if claim is None:
        return NONE
    if not claim.value:
        return Text(str(lexicon()["labels"]["nil"]))
    shown = digits or rounding.money(claim, MILLIONS)
    return say("{n}", n=Printed(shown, claim.id)) if shown else NONE


def pair_cells(item: Item) -> tuple[Text, Text, Text]:
    """Return level, level a year before and signed rate of a row; the three agree as they are printed."""
    if item.now is None or item.base is None:
        return million(item.now), million(item.base), NONE
    if item.began or item.low:
        return million(item.now), million(item.base), _no_rate(item)
    if (
        item.growth is None
        or (found := rounding.together(item.now, item.base, item.growth, MILLIONS, more=_FINER)) is None
    ):
        return million(item.now), million(item.base), NONE
    now, base, shown = found
    if shown is None:  # no levels bear the rate out: it is that of headline and text all the same
        shown = rounding.per_cent(item.growth)
    cell = NONE if shown is None else say("{n}", n=Printed(_signed(shown, item.growth), item.growth.id))
    return million(item.now, now), million(item.base, base), cell


def long_cells(item: Item) -> tuple[Text, Text]:
    """Return level and signed rate over a longer span."""
    shown = rate(item.growth)
    if item.began or item.low or shown is None or item.growth is None:
        return million(item.now), _no_rate(item)
    return million(item.now), say("{n}", n=Printed(signed_rate(item.growth).removesuffix("%"), item.growth.id))


def _no_rate(item: Item) -> Text:
    """Return the word for a rate that is none: it began, or its base is low."""
    if item.began:
        return Text(str(lexicon()["labels"]["no_base"]))
    return Text(str(lexicon()["labels"]["low_base"])) if item.low else NONE


def _signed(value: Decimal, claim: Claim) -> str:
    return rounding.signed(value) if value else _nothing(claim, -int(value.as_tuple().exponent))


def lines_subtitle(trade: str, when: Period, currency: str) -> Text:
    """Return measure, unit and order of the table."""
    return capital(Text(f"{trade}, {millions_of(currency)}, in order of {span(when)}"))


def lines_groups(when: Period, longer: Period) -> tuple[tuple[str, int], ...]:
    """Return the heads over several columns, each with how many it covers."""
    name = month_name(longer) if longer.frequency != "annual" else WHOLE_YEAR
    return ("", 2), (month_name(when), 3), ("Contribution", 1), (_longer_name(longer, name), 2), ("", 1)


def _longer_name(longer: Period, name: str) -> str:
    if longer.months == 12 and longer.frequency != "annual":  # noqa: PLR2004 -- a year's months
        return f"Twelve months to {month_name(longer.last)}"
    return name


def lines_head(when: Period, longer: Period, drawn: int) -> tuple[Text, ...]:
    """Return the heads of the columns; the last stands over the months `drawn`."""
    now, before = str(when.last.year), str(when.last.year - 1)
    heads = ("Line", "HS", now, before, "y/y, %", "points", year_of(longer), "y/y, %", f"{drawn} months")
    return tuple(Text(head) for head in heads)


def mail_lines_head(when: Period) -> tuple[Text, ...]:
    """Return the heads of the mail's table."""
    return Text("Line"), Text(span(when)), Text(span(when.year_before())), Text("y/y, %")


def low_base_note() -> Text:
    """Return what "low base" means in the table."""
    why = "the figure a year before is so small, or the growth so large, that a rate would mislead"
    return Text(f"Low base: {why}; both levels stand instead.")


def dash_note() -> Text:
    """Return what a dash stands for."""
    return Text("A dash stands where there is no figure, or none to compare with.")


def withheld_note(withheld: Sequence[tuple[str, Sequence[Period]]]) -> Text:
    """Return "The source withheld HS 160414 in May 2025: no sum over that month is given."; of many, which codes."""
    count = sum(len(months) for _, months in withheld)
    if count > _TOLD:
        codes = listed([code for code, _ in withheld], "and").words if len(withheld) <= _TOLD else ""
        whose = f"some months of HS {codes}" if codes else "some months of some lines"
        return Text(f"The source withheld {whose}: no sum over them is given.")
    named = [f"HS {code} in {listed([period(one) for one in months], 'and').words}" for code, months in withheld]
    tail = "that month" if count == 1 else "those months"
    return Text(f"The source withheld {listed(named, 'and').words}: no sum over {tail} is given.")


def signed_points(claim: Claim | None) -> Text:
    """Return a contribution beside a bar or in a table: one decimal, two below a tenth, so that it says something."""
    value = rounding.points(claim) if claim else None
    if claim is None or value is None:
        return NONE
    return say("{n}", n=Printed(_signed(value, claim), claim.id))


def _digits(claim: Claim) -> Part:
    return Printed(f"{int(claim.value):,}", claim.id)
