"""English prose of prices and rates: facts beside the lines, with their source, and never a cause."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from generator.story import rounding
from generator.story.brief import Beside
from generator.story.facts import Claim
from generator.story.languages.en.amounts import is_little, rate, span
from generator.story.languages.en.numbers import day
from generator.story.plan import Text
from generator.story.text import Part, Printed, say

_A = {
    "$/mt": "a tonne",
    "$/kg": "a kilogram",
    "$/bbl": "a barrel",
    "$/mmbtu": "a million British thermal units",
    "$/dmtu": "a dry metric tonne unit",
    "$/cubic meter": "a cubic metre",
    "$/troy oz": "a troy ounce",
}
_MONEY = {
    "USD per AUD": "Australian dollar",
    "USD per EUR": "euro",
    "USD per GBP": "pound sterling",
    "USD per IEP": "Irish pound",
    "USD per NZD": "New Zealand dollar",
}
_CODE = 3  # letters of a currency
_WHOLE, _ONE = 1000, 1  # a price from here on needs no cents; one below needs a third decimal
_FOUR, _MANY = 4, 100  # decimals of a rate below a hundred


def has_unit(unit: str) -> bool:
    """Say whether English has words for a publisher's unit."""
    code, _, per = unit.partition(" per ")
    return unit in _A or unit in _MONEY or (per == "USD" and len(code) == _CODE and code != per)


def averaged(
    of: Beside, ends: tuple[Claim, Claim], change: Claim, opposed: Claim | None, released: date
) -> Text | None:
    """Return "The World Bank’s price of copper averaged $12,951 a tonne in February 2026, 39% above a year earlier …".

    None where no rounding of a level or of the change holds.
    """
    now, base = (_level(claim, of.context.unit) for claim in ends)
    shown = rate(change)
    if now is None or base is None or (shown is None and not is_little(change)):
        return None
    said: dict[str, Part] = {
        "subject": _subject(of),
        "opposed": say(" {went}: it", went=Printed("went the other way", opposed.id)) if opposed else "",
        "now": now,
        "unit": f" {_A[of.context.unit]}" if of.context.unit in _A else "",
        "when": span(ends[0].period),
        "rate": shown or "",
        "way": "above" if change.direction == "up" else "below",
        "base": base,
        "source": _source(of, released),
    }
    tail = "little changed from {base} a year earlier" if is_little(change) else "{rate} {way} a year earlier"
    return say("{subject}{opposed} averaged {now}{unit} in {when}, " + tail + " ({source}).", **said)


def _subject(of: Beside) -> str:
    """Return what is spoken of: a series of the World Bank's in its own words, or a currency."""
    if of.kind == "rates":
        return f"The {_MONEY.get(of.context.unit, 'US dollar')}"
    name = of.context.name
    name = name if name[:2].isupper() else f"{name[:1].lower()}{name[1:]}"
    return f"The World Bank’s price of {name}{',' if ',' in name else ''}"


def _source(of: Beside, released: date) -> str:
    return f"{of.title}, {'updated' if of.kind == 'prices' else 'as of'} {day(released)}"


def _level(claim: Claim, unit: str) -> Printed | None:
    """Return "$12,951", "$68.01", "CNY 6.7758": no more digits than anybody reads, or than the reading bears."""
    most = (_FOUR if claim.value < _MANY else 2) if " per " in unit else _cents(claim.value)
    found = next((n for n in range(most, -1, -1) if claim.high - claim.low <= Decimal(1).scaleb(-n)), None)
    if found is None:
        return None
    code, _, per = unit.partition(" per ")
    money = f"{code} " if per == "USD" else "$"
    return Printed(f"{money}{rounding.grouped(rounding.rounded(claim.value, found))}", claim.id)


def _cents(value: Decimal) -> int:
    return 0 if value >= _WHOLE else 2 if value >= _ONE else 3


def note_beside(used: Sequence[tuple[Beside, date]]) -> tuple[str, list[Text]]:
    """Return whose prices and rates stand beside the figures, under which terms."""
    told = dict.fromkeys((of.kind, of.title, released) for of, released in used)
    return "Beside the figures.", [
        *(Text(_terms(kind, title, released)) for kind, title, released in told),
        Text("They are averages, stand beside what customs recorded, and explain none of it."),
    ]


def note_named(lists: Sequence[tuple[str, date]]) -> tuple[str, list[Text]]:
    """Return from which code lists the lines have their names that neither the desk nor the nomenclature gave them."""
    said = "Lines that we do not name ourselves are called as in the list of {title}, as of {day}."
    return "Names.", [Text(said.format(title=title, day=day(released))) for title, released in lists]


def _terms(kind: str, title: str, released: date) -> str:
    if kind == "prices":
        return f"World Bank Commodity Price Data (The Pink Sheet), updated {day(released)}, licensed under CC BY 4.0."
    return f"Exchange rates: {title}, as of {day(released)}."
