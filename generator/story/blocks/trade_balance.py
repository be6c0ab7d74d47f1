"""The balance: exports minus imports of the same goods, office and span, and its change in money, never in per cent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator.story import rounding
from generator.story.amounts import Amount, Claim, amount, way_of
from generator.story.month import Month
from generator.story.plan import Section, Text
from generator.story.words.speech import Noun, Slot
from generator.trade.codes import Flow
from generator.trade.figures import Figures
from generator.trade.period import Period


class TradeSides(NamedTuple):
    """Exports and imports over one span, both exact and both with trade."""

    exports: Amount
    imports: Amount


def section(month: Month) -> Section | None:
    """Return the balance of the year, or of the twelve months to the month, and its change on the year before.

    None where the briefing shows no balance, where a part of either flow is unknown or a bound, where the readings
    leave open which flow is larger, or where no rounding holds.
    """
    sentences = tuple(_sentences(month))
    return Section("balance", label=month.words.label("balance"), paragraphs=(sentences,)) if sentences else None


def _sentences(month: Month) -> Iterator[Text]:
    period, ledger = month.figures.period, month.ledger
    span = period if period.frequency == "annual" else period.twelve_months()
    now = sides_of(month.figures, span)
    before = sides_of(month.figures, span.year_before())
    if now is None:
        return
    exports = ledger.level(now.exports)
    imports = ledger.level(now.imports)
    balance = balance_of(month, now)
    if side_of(balance) is None or not all(map(_has_print, (exports, imports, balance))):
        return
    yield _level(month, exports, imports, balance)
    if before is None:
        return
    base = balance_of(month, before)
    change = balance_change(month, (now, before), (balance, base))
    if side_of(base) and change.value and _has_print(base) and _has_print(change):
        yield _moved(month, balance, base, change)


def sides_of(figures: Figures, span: Period) -> TradeSides | None:
    """Return exports and imports over a span. None where one of them is unknown, a bound, or has no cell."""
    if figures.opposite is None:
        return None
    sides = []
    for side in (figures, figures.opposite):
        total = amount(side, side.selection.top_codes, span)
        if total is None or not total.cells or not total.is_exact:
            return None
        sides.append(total)
    ours, theirs = sides
    return TradeSides(ours, theirs) if figures.selection.flow is Flow.EXPORT else TradeSides(theirs, ours)


def balance_of(month: Month, sides: TradeSides) -> Claim:
    """Return the claim of the balance. It has no direction, since only a change has one."""
    exports, imports = sides
    codes = tuple(dict.fromkeys((*exports.codes, *imports.codes)))
    reading, formula = exports.reading - imports.reading, ("difference", exports, imports)
    return month.ledger.claim("balance", exports.unit, reading, formula, codes, exports.span)


def balance_change(month: Month, sides: tuple[TradeSides, TradeSides], ends: tuple[Claim, Claim]) -> Claim:
    """Return the claim of how the balance moved: `sides` and `ends` are those now, then those a year before."""
    (now, before), (newer, older) = sides, ends
    reading = (now.exports.reading - now.imports.reading) - (before.exports.reading - before.imports.reading)
    formula, codes, way = ("difference", newer.formula, older.formula), newer.codes, way_of(reading)
    claim = month.ledger.claim
    return claim("balance_abs", newer.unit, reading, formula, codes, newer.period, compare=older.period, way=way)


def side_of(balance: Claim) -> str | None:
    """Return `surplus` or `deficit`, or None where the readings leave that open."""
    return "surplus" if balance.low > 0 else "deficit" if balance.high < 0 else None


def _has_print(claim: Claim) -> bool:
    scales = (rounding.prose_scale(claim), rounding.UNITS)
    return any(rounding.money(claim, scale) is not None for scale in scales)


def _level(month: Month, exports: Claim, imports: Claim, balance: Claim) -> Text:
    """Return "… exports … came to $2.10 million … and its imports to $4.00 million: a deficit of $1.90 million."."""
    words = month.words
    of = month.figures.selection
    is_single = len(of.top_codes) == 1 and len(of.lines) == 1
    lines_key = "balance.line" if is_single else "balance.lines"
    return words.say(
        f"balance.{side_of(balance)}",
        way=words.whence(of, Flow.EXPORT),
        when=words.span(balance.period),
        who=Noun(words.land(of.reporter)),
        lines=words.say(lines_key),
        size=words.size(balance),
        exports=words.worth(exports),
        imports=words.worth(imports),
    )


def _moved(month: Month, balance: Claim, base: Claim, change: Claim) -> Text:
    """Return "The deficit narrowed by $1.10 million, from $3.00 million in 2024.", or that a balance turned."""
    words, side, before = month.words, side_of(balance), side_of(base)
    slots: dict[str, Slot] = {
        "base": words.size(base),
        "then": words.span(base.period),
        "change": words.size(change),
    }
    if change.direction is None:
        return words.say(f"balance_moved.open.{before}", **slots)
    if side != before:
        return words.say(f"balance_moved.turned.{before}.{change.direction}", **slots)
    is_wider = (change.direction == "up") == (side == "surplus")
    return words.say(f"balance_moved.{'widened' if is_wider else 'narrowed'}.{side}", **slots)
