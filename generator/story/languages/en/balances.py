"""English of the balance: a deficit that narrowed, a surplus that widened, a balance that turned."""

from __future__ import annotations

from generator.story import rounding
from generator.story.facts import Claim
from generator.story.languages.en.amounts import scale_of, span, worth
from generator.story.languages.en.numbers import land, possessive, whence
from generator.story.plan import Text
from generator.story.text import Part, Printed, capital, say
from generator.trade.codes import Flow
from generator.trade.figures import Selection


def balance(of: Selection, exports: Claim, imports: Claim, net: Claim) -> Text | None:
    """Return "… exports … came to $2.10 million … and its imports to $4.00 million: a deficit of $1.90 million.".

    None where the reading leaves open which of the two is larger, or no rounding holds.
    """
    if (word := _side(net)) is None or not all(map(_holds, (exports, imports, net))):
        return None
    pattern = "{whose} exports of {lines}{way} came to {exports} in {when} and its imports to {imports}: {net}."
    whose, way = possessive(land(of.reporter)), whence(of, Flow.EXPORT)
    shown = say("a {word} of {size}", word=word, size=_size(net))
    lines = "this line" if len(of.whole) == 1 == len(of.lines) else "these lines"
    ends = {"lines": lines, "exports": worth(exports), "imports": worth(imports), "net": shown}
    return capital(say(pattern, whose=whose, way=way, when=span(net.period), **ends))


def balance_moved(net: Claim, base: Claim, change: Claim) -> Text | None:
    """Return "The deficit narrowed by $1.10 million, from $3.00 million in 2024."; a turned balance rose or fell."""
    word, before = _side(net), _side(base)
    if before is None or not all(map(_holds, (base, change))) or not change.value:
        return None
    ends = {"before": before, "base": _size(base), "then": span(base.period)}
    if change.direction is None:
        return capital(say("in {then} there was a {before} of {base}.", **ends))
    verb = "rose" if change.direction == "up" else "fell"
    if word == before:
        verb = "widened" if (change.direction == "up") == (word == "surplus") else "narrowed"
        return say("The {before} {verb} by {change}, from {base} in {then}.", verb=verb, change=_size(change), **ends)
    pattern = "In {then} there was a {before} of {base}; the balance {verb} by {change}."
    return say(pattern, verb=verb, change=_size(change), **ends)


def _side(net: Claim) -> str | None:
    return "surplus" if net.low > 0 else "deficit" if net.high < 0 else None


def _holds(claim: Claim) -> bool:
    return any(rounding.money(claim, scale) is not None for scale in (scale_of(claim), rounding.UNITS))


def _size(claim: Claim) -> Part:
    """Return an amount without its sign: the word beside it says which side it is."""
    shown = worth(claim)
    return Printed(shown.words.replace("\N{MINUS SIGN}", ""), shown.claim) if isinstance(shown, Printed) else shown
