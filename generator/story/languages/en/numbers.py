"""English numbers, names and periods: how a figure, a line or a month is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

from generator.story import rounding
from generator.story.brief import Line
from generator.story.facts import Claim
from generator.story.plan import Text
from generator.story.rounding import MILLIONS, Scale
from generator.story.text import Part, Printed, listed, say
from generator.trade.codes import WORLD, Flow, economy
from generator.trade.currency import DOLLAR, unit_of
from generator.trade.figures import Selection
from generator.trade.period import Period

_COMMON = re.compile(r"(?:Eurostat|UN Comtrade|United Nations|OECD|IMF|World Bank|WTO)\b")  # offices of no one country
_PASSED_ON = re.compile(r"(?P<what>customs) \((?P<by>UN Comtrade)\)")
_LEAST = Decimal("0.01")  # of a scale: below this a base has a scale of its own
_DOLLARS, _DOLLAR_SIGN = unit_of(DOLLAR), "$"
_LONG_HEAD = 4  # words that a headline has room for


@cache
def lexicon() -> dict[str, Any]:
    """Return the words of `lexicon.yaml`."""
    text = files("generator.story.languages.en").joinpath("lexicon.yaml").read_text(encoding="utf-8")
    return dict(YAML(typ="safe", pure=True).load(text))


def label(key: str) -> str:
    """Return the fixed words of `key`."""
    return str(lexicon()["labels"][key])


def number(claim: Claim) -> Printed:
    """Return a count in words up to twelve, else in digits."""
    numbers, count = lexicon()["numbers"], int(claim.value)
    return Printed(numbers[count] if count < len(numbers) else f"{count:,}", claim.id)


def money(claim: Claim, scale: Scale | None = None) -> Printed:
    """Return a sum: "$1.14 billion", "$290,000", "CNY 110.90 million"; ValueError for one that no rounding holds."""
    scale = scale or rounding.scale_of(claim.value)
    if (digits := rounding.money(claim, scale)) is None:
        msg = f"{claim.id} reads {claim.low} to {claim.high}: no rounding holds"
        raise ValueError(msg)
    return priced(claim, digits, scale)


def priced(claim: Claim, digits: str, scale: Scale) -> Printed:
    """Return the digits of a sum with its currency and scale: "$14.16 million", "CNY 14.16 million"."""
    sign = _DOLLAR_SIGN if claim.unit == _DOLLARS else f"{claim.unit.upper()} "
    return Printed(f"{sign}{digits} {scale.name}".rstrip(), claim.id)


def millions_of(currency: str) -> str:
    """Return the unit of a table or a picture: "US$ million", "CNY million"."""
    return f"US$ {MILLIONS.name}" if currency == DOLLAR else f"{currency} {MILLIONS.name}"


def in_money(currency: str) -> str:
    """Return what a change is counted in: "in dollars", "in CNY"."""
    return "in dollars" if currency == DOLLAR else f"in {currency}"


def currency_name(currency: str) -> str:
    """Return "US dollars", "Chinese yuan (CNY)"."""
    name = str(lexicon()["currencies"][currency])
    return name if currency == DOLLAR else f"{name} ({currency})"


def money_of(currency: str) -> str:
    """Return how a note names the money: "in US dollars", "in Chinese yuan (CNY), as published"."""
    return f"in {currency_name(currency)}" + ("" if currency == DOLLAR else ", as published")


def pair(now: Claim, base: Claim) -> tuple[Printed, Printed]:
    """Return two levels at one scale, or each at its own where the base would vanish."""
    scale = rounding.scale_of(now.value)
    if scale.power > MILLIONS.power:
        scale = max(MILLIONS, rounding.scale_of(base.value), key=lambda one: one.power)
    vanishes = base.value.scaleb(-scale.power) < _LEAST
    return money(now, scale), money(base, None if vanishes else scale)


def per_cent(claim: Claim | None) -> Printed | None:
    """Return "76%", or None where the reading is too wide for any per cent; the sign is the verb's affair."""
    if claim is None:
        return None
    value = rounding.per_cent(claim)
    return None if value is None else Printed(f"{rounding.grouped(abs(value))}%", claim.id)


def points(claim: Claim) -> Text | None:
    """Return "3.1 percentage points", without sign."""
    value = rounding.points(claim)
    if value is None:
        return None
    return say("{n} percentage points", n=Printed(rounding.grouped(abs(value)), claim.id))


def bounded(line: Line) -> Text:
    """Return a level with its qualifier: "above $101 million"."""
    return say("{word} {level}", word=line.wording or "more than", level=money(known(line.now)))


def level(line: Line, scale: Scale | None = None) -> Part:
    """Return a level as it may be said: with its qualifier where it has one."""
    claim = known(line.now)
    return bounded(line) if claim.qualifier != "exact" else money(claim, scale)


def total(claim: Claim) -> Text | None:
    """Return a sum with the word for its bounds, "at least $356.8 million", or None where no rounding of it holds."""
    if rounding.money(claim, rounding.scale_of(claim.value)) is None:
        return None
    word = {"at_least": "at least ", "about": "about "}.get(claim.qualifier, "")
    return say("{word}{total}", word=word, total=money(claim))


def period(when: Period) -> str:
    """Return the period in words: "2025", "December 2025", "January–February 2026" and so on."""
    months = lexicon()["months"]
    first, last = months[when.first % 12], months[when.last.first % 12]
    match when.frequency:
        case "annual":
            return str(when.year)
        case "monthly":
            return f"{first} {when.year}"
        case "quarterly":
            return f"the {('first', 'second', 'third', 'fourth')[when.first % 12 // 3]} quarter of {when.year}"
        case _:
            return f"{first}–{last} {when.last.year}"


def year_of(when: Period) -> str:
    """Return the year of a span: "2025", of a year to date that began in July "2025-26"."""
    return f"{when.year}-{(when.year + 1) % 100:02d}" if when.is_fiscal else str(when.last.year)


def day(when: date) -> str:
    """Return "27 January 2026"."""
    return f"{when.day} {lexicon()['months'][when.month - 1]} {when.year}"


def about_day(when: date) -> str:
    """Return "About 20 March 2026"."""
    return f"About {day(when)}"


def month(when: date) -> str:
    """Return "May 2024"."""
    return f"{lexicon()['months'][when.month - 1]} {when.year}"


def named(line: Line) -> str:
    """Return the line at its first mention: "zinc ores and concentrates (HS 2608)"."""
    return _with_code(line.label.full, line.code)


def _with_code(name: str, code: str) -> str:
    return name if name.endswith(f"HS {code}") else f"{name} (HS {code})"


def briefly(line: Line) -> str:
    """Return the line with its short name and code: "chromium ores (HS 2610)"."""
    return _with_code(line.label.short, line.code)


def direction(flow: Flow) -> tuple[str, str, str]:
    """Return noun, preposition and verb of a flow: "imports", "from", "imported"."""
    kind = "import" if flow in (Flow.IMPORT, Flow.RE_IMPORT) else "export"
    again = "re-" if flow in (Flow.RE_IMPORT, Flow.RE_EXPORT) else ""
    return f"{again}{kind}s", "from" if kind == "import" else "to", f"{again}{kind}ed"


def of_trade(of: Selection) -> str:
    """Return what joins a sum to its goods: "of" before "from Pakistan", else "in exports of", which says the way."""
    says_whence = of.flow is Flow.IMPORT and of.partner != WORLD
    return "of" if says_whence else f"in {direction(of.flow)[0]} of"


def whence(of: Selection, flow: Flow | None = None) -> str:
    """Return what follows the goods, " from Pakistan", " to the Netherlands"; "" for all partners together.

    `flow` is the way, where it is not that of the selection.
    """
    return "" if of.partner == WORLD else f" {direction(flow or of.flow)[1]} {land(of.partner)}"


def goods_of(line: Line, of: Selection) -> str:
    """Return the goods of a headline: "Pakistani copper", "copper to Pakistan"; a long name gives way to its code.

    Of all partners together they are "copper".
    """
    head = line.label.head if len(line.label.head.split()) <= _LONG_HEAD else f"goods of HS {line.code}"
    _, way, _ = direction(of.flow)
    adjective = lexicon()["demonyms"].get(of.partner)
    return f"{adjective} {head}" if adjective and way == "from" else f"{head}{whence(of)}"


def counted_by(of: Selection) -> str:
    """Return what a partner is: "by country of origin"; of the World "all countries of origin together"."""
    if of.partner == WORLD:
        whose = {Flow.IMPORT: "countries of origin", Flow.EXPORT: "destinations"}.get(of.flow, "partners")
        return f"all {whose} together"
    return {Flow.IMPORT: "by country of origin", Flow.EXPORT: "by last known destination"}.get(of.flow, "by partner")


def hs_edition(name: str) -> str:
    """Return "HS 2017" of "HS2017"."""
    return f"HS {name.removeprefix('HS')}"


def hs_editions(names: Sequence[str]) -> str:
    """Return "HS 2012 and HS 2017", "" where nobody says which edition of the HS it is."""
    return listed([hs_edition(name) for name in names], "and").words


def land(code: str) -> str:
    """Return an economy as a sentence names it: "Pakistan", "the Netherlands", "the United States"."""
    found = economy(code)
    return str(lexicon()["economies"].get(found.iso3, found.name))


def bare_land(code: str) -> str:
    """Return an economy without its article, as a list names it: "Netherlands"."""
    return land(code).removeprefix("the ")


def office_of(reporter: str, customs: str) -> str:
    """Return whose office it is: "China’s General Administration of Customs", "Statistics Netherlands", "Eurostat"."""
    own = (bare_land(reporter), str(lexicon()["demonyms"].get(reporter) or bare_land(reporter)))
    is_said = any(name in customs for name in own) or _COMMON.match(customs)
    return customs if is_said else f"{possessive(land(reporter))} {customs}"


def whose_trade(of: Selection, customs: str) -> str:
    """Return " into Germany" where an office of several countries counted: its name does not say whose trade it is."""
    if not _COMMON.match(customs):
        return ""
    return f" {'into' if direction(of.flow)[1] == 'from' else 'from'} {land(of.reporter)}"


def source_of(customs: str, lands: Sequence[str]) -> str:
    """Return whose figures these are: "General Administration of Customs, China", "UN Comtrade, customs of China".

    Where UN Comtrade passes on what customs counted it wants to be named first.
    """
    where = [land for land in lands if land not in customs]
    if not (found := _PASSED_ON.fullmatch(customs)):
        return ", ".join([customs, *where])
    return " of ".join([f"{found['by']}, {found['what']}", *([listed(where, "and").words] if where else [])])


def possessive(name: str) -> str:
    """Return "China’s", "the Philippines’"."""
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def known(claim: Claim | None) -> Claim:
    """Return the claim of a level that must be there."""
    if claim is None:
        msg = "a level is said of a line that has none"
        raise ValueError(msg)
    return claim
