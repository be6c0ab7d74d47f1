"""The rule on sentences of prices and rates: one form alone, each part of which its claims bear out.

Such a sentence has no room for another word, and so for no cause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from generator.audit.beside import is_beside
from generator.audit.edition import Data
from generator.audit.formulas import Bench
from generator.audit.gathered import number
from generator.audit.grounds import Grounds
from generator.audit.numerals import read_print
from generator.audit.passages import Passage
from generator.trade.period import Period

_LITTLE = 1  # per cent
_PARTS = ("opposed", "level", "rate", "base")


def of_prices(passage: Passage, grounds: Grounds) -> bool:
    """Say whether a text prints a claim of a price or rate."""
    return any(is_beside(claim) for _, claim in grounds.marked(passage))


def said(passage: Passage, grounds: Grounds) -> Iterator[str]:
    """Yield everything in a sentence of a price or rate that its claims do not bear out."""
    found, marked = grounds.lexicon.priced.form.fullmatch(passage.words), grounds.marked(passage)
    if found is None:
        yield "a price or rate is told in one form alone, and this is another"
        return
    if passage.role != "prose":
        yield f"a price or rate stands in a paragraph, not in a {passage.role}"
    spans = [found.span(part) for part in _PARTS if found[part]]
    if [(mark.start, mark.end) for mark, _ in marked] != spans:
        yield f"its marks are not those of {', '.join(part for part in _PARTS if found[part])}"
        return
    by_part = dict(zip((part for part in _PARTS if found[part]), (claim for _, claim in marked), strict=True))
    yield from _levels(found, by_part, grounds)
    yield from _changes(found, by_part, grounds)
    yield from _source(found, by_part["level"], grounds)


def _levels(found: re.Match[str], by_part: dict[str, Data], grounds: Grounds) -> Iterator[str]:
    now, edition = by_part["level"], Period.parse(grounds.edition["period"])
    if [claim["kind"] for part, claim in by_part.items() if part in {"level", "base"}] != ["context"] * (
        1 + ("base" in by_part)
    ):
        yield "its levels are none of a price or rate"
        return
    for part in ("level", "base"):
        if part in by_part:
            yield from _amount(found[part], by_part[part], grounds.language)
    if "base" in by_part and by_part["base"]["period"] != str(edition.year_before()):
        yield f"{found['base']!r} is of {by_part['base']['period']}, the text says a year earlier"
    own = Period.parse(now["period"])
    named = grounds.mentions(found["when"])
    if own != edition or len(named) != 1 or not named[0].fits(own) or named[0].year is None:
        yield f"{found['level']!r} is of {own}, the text says {found['when']}"
    cells = [grounds.evidence.context.get(key, {}) for key in now["formula"][1:]]
    names = {str(cell.get("series")).lower() for cell in cells}
    if found["series"] is not None and names != {found["series"].lower()}:
        yield f"it is called {found['series']!r}, its cells are of {sorted(names)}"
    per = now["unit"].partition(" per ")[2]
    speech = grounds.lexicon.priced
    subject = None if not per else speech.dollar if per == "USD" else speech.monies.get(per)
    if (found["money"], found["unit"]) != (subject, speech.units.get(now["unit"])):
        yield f"{found['level']!r} is in {now['unit']}, the text says {found['unit'] or found['money']}"


def _amount(shown: str, claim: Data, language: str) -> Iterator[str]:
    if language != "en":
        yield from _read_amount(shown, claim, language)
        return
    money, _, per = claim["unit"].partition(" per ")
    sign = "$" if shown[0] == "$" else shown[:3]
    if sign != (money if per == "USD" else "$"):
        yield f"{shown!r} is {claim['id']}, which is in {claim['unit']}"
    low, value, high = (number(claim[end]) for end in ("low", "value", "high"))
    printed, unit = _read(shown.removeprefix(sign).strip())
    if abs(printed - value) > unit / 2 or high - low > unit:
        yield f"{shown!r} is no rounding of {claim['id']}, which is {value} and reads {low} to {high}"


def _read_amount(shown: str, claim: Data, language: str) -> Iterator[str]:
    """Yield what is wrong with an amount whose money stands after its digits."""
    money, _, per = claim["unit"].partition(" per ")
    found = read_print(shown, language)
    if found is None or found.unit != (money.lower() if per == "USD" else "usd"):
        yield f"{shown!r} is {claim['id']}, which is in {claim['unit']}"
        return
    low, value, high = (number(claim[end]) for end in ("low", "value", "high"))
    if abs(found.value - value) > found.coarse / 2 or high - low > found.coarse:
        yield f"{shown!r} is no rounding of {claim['id']}, which is {value} and reads {low} to {high}"


def _read(digits: str) -> tuple[Decimal, Decimal]:
    printed = Decimal(re.sub(r"[^\d.]", "", digits))
    return printed, Decimal(1).scaleb(int(printed.as_tuple().exponent))


def _changes(found: re.Match[str], by_part: dict[str, Data], grounds: Grounds) -> Iterator[str]:
    now = by_part["level"]
    if "rate" in by_part:
        claim = by_part["rate"]
        if claim["kind"] != "context_change" or claim["formula"][1] != now["formula"]:
            yield f"{found['rate']!r} is no change of what stands before it"
            return
        ends = sorted(abs(number(claim[end])) for end in ("low", "value", "high"))
        printed, unit = _read(found["rate"])
        if printed - unit / 2 > ends[0] or ends[-1] > printed + unit / 2:
            yield f"{found['rate']!r} is no rounding of {claim['id']}, which is {claim['value']}"
        if grounds.lexicon.priced.ways[found["way"]] != claim["direction"]:
            yield f"{found['rate']!r} went {claim['direction']}, the words say {found['way']}"
    else:
        ends_of = [now["formula"], by_part["base"]["formula"]]
        moved = Bench(grounds.evidence.context).span(["average_growth", *ends_of])
        if max(abs(moved.low), abs(moved.high)) >= _LITTLE:
            yield f"it moved by {moved.value:.1f}%, the words say little changed"
    opposed = by_part.get("opposed")
    if opposed and (opposed["kind"], opposed["formula"][2][1]) != ("context_opposed", now["formula"]):
        yield f"{found['opposed']!r} is said of something else"


def _source(found: re.Match[str], now: Data, grounds: Grounds) -> Iterator[str]:
    """Yield a source or a day that is not that of the cells."""
    claims: Sequence[Data] = [one for one in grounds.evidence.claims.values() if is_beside(one)]
    mine = [one for one in claims if str(now["formula"]) in str(one["formula"])]
    keys = set(re.findall(r"'(x\d+)'", str([one["formula"] for one in mine])))
    cells = [grounds.evidence.context.get(key, {}) for key in keys]
    documents = [grounds.evidence.documents.get(cell.get("raw", ""), {}) for cell in cells]
    days = {date.fromisoformat(str(document.get("released", "0001-01-01"))) for document in documents}
    newest = max(days)
    if found["day"] != grounds.lexicon.dated(newest):
        yield f"it is of {found['day']}, its cells were released on {newest}"
    kind = "prices" if found["dated"] == grounds.lexicon.priced.updated else "rates"
    if any((one.get("title"), one.get("kind")) != (found["source"], kind) for one in documents):
        yield f"its source is called {found['source']!r}, its cells are of {documents[0].get('title')!r}"
    if (kind == "prices") != (found["series"] is not None):
        yield "a price is the World Bank’s, a rate is not"
