"""Rulings on printed figures: rounding, qualifiers ("over", "nearly") and hints; docs/check.md has the rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from generator.audit.trace import value_spans
from generator.audit.trace.value_spans import HUNDRED, Span
from generator.factcheck.printed_claim import CHANGE, NEEDS, RATE, SHARE, SUM, PrintedClaim, PrintedNumber, printed

_NEAR, _ABOUT = Decimal("0.05"), Decimal("0.03")
WORDS = {
    "above": (
        "more than", "over", "above", "exceeded", "exceeding", "exceeds", "crossed", "crossing", "surpassed",
        "surpassing", "topped", "well over", "upwards of", "in excess of", "greater than", "higher than",
    ),
    "just above": ("just over", "just above", "slightly more than", "slightly over", "a little over", "little over"),
    "at least": ("at least", "no less than", "not less than"),
    "below": ("less than", "under", "below", "fewer than", "lower than"),
    "at most": ("at most", "up to", "no more than", "not more than"),
    "nearly": ("nearly", "almost", "just under", "just below", "approaching", "close on"),
    "about": ("about", "around", "approximately", "approx", "roughly", "some", "circa", "ca", "close to", "near"),
}  # fmt: skip
_KINDS = {word: kind for kind, words in WORDS.items() for word in words}


@dataclass(frozen=True)
class WordCheck:
    """Whether a qualifier is true of a computed value."""

    holds: bool  # true of part of the value's range at least
    surely: bool = True  # true of the whole range
    remark: str = ""  # for the editor


def kind_of(word: str) -> str | None:
    """Return the kind of rule for a qualifier, a key of WORDS; None if it is unknown."""
    return _KINDS.get(normal(word))


def normal(word: str) -> str:
    """Return `word` in lower case, without a full stop or doubled spaces."""
    return " ".join(word.casefold().rstrip(".").split())


def holds(word: str, stated: PrintedNumber, computed: Span) -> WordCheck:
    """Whether "`word` `stated`", e.g. "over 5", is true of the value `computed`. A fall counts by its size."""
    bound = stated.value
    if bound < 0:
        bound = -bound
        computed = Span(-computed.high, -computed.value, -computed.low)
    least, most, sharp = _bounds(_KINDS[normal(word)], bound, stated.half)
    inside = _passes(sharp, computed.high, least) and _passes(sharp, most, computed.low)
    surely = _passes(sharp, computed.low, least) and _passes(sharp, most, computed.high)
    remark = _remark(word, bound, computed, surely=surely) if inside else ""
    return WordCheck(inside, surely, remark)


def _bounds(kind: str, bound: Decimal, half: Decimal) -> tuple[Decimal | None, Decimal | None, bool]:
    """Return the least and the greatest value of a kind (None: no bound), and whether the bounds are exclusive."""
    near, slack = max(bound * _NEAR, half), max(bound * _ABOUT, half)
    by_kind: dict[str, tuple[Decimal | None, Decimal | None, bool]] = {
        "above": (bound, None, True),
        "just above": (bound, bound + near, True),
        "at least": (bound, None, False),
        "below": (None, bound, True),
        "at most": (None, bound, False),
        "nearly": (bound - near, bound, False),
        "about": (bound - slack, bound + slack, False),
    }
    return by_kind[kind]


def _passes(sharp: bool, greater: Decimal | None, less: Decimal | None) -> bool:  # noqa: FBT001 -- a comparison
    return greater is None or less is None or (greater > less if sharp else greater >= less)


def _remark(word: str, bound: Decimal, computed: Span, *, surely: bool) -> str:
    if not surely:
        return f"“{word}” holds for a part of that range only"
    if kind_of(word) == "above" and computed.value > bound * (1 + _NEAR):
        return f"“{word}” holds, but the figure is more than 5% beyond"
    return ""


VERDICTS = (  # the gravest first: for a claim with two checks the graver verdict counts
    "inconsistent",
    "truncated",
    "qualifier_ok",
    "within_rounding",
    "ok",
    "exact",
    "pct_not_stated",
    "nothing_to_check",
)
INCONSISTENT, TRUNCATED, QUALIFIER_OK, WITHIN, OK, EXACT, NOT_STATED, NOTHING = VERDICTS
RULES = {
    RATE: "100 × (value / comparison_value − 1)",
    SHARE: "100 × value / denominator",
    CHANGE: "value − comparison_value",
    SUM: "the sum of parts",
}


_PLACES = 3  # least decimals of a result that is shown


@dataclass(frozen=True)
class Ruling:
    """The result of one check."""

    verdict: str
    check: str = ""  # rate, share, change or sum; empty if nothing could be checked
    stated: PrintedNumber | None = None
    computed: Span | None = None
    word: str = ""  # the qualifier before the stated figure
    remark: str = ""
    likely: tuple[str, ...] = ()  # hints: "would be right if …"

    @property
    def right(self) -> str:
        """The right figure; a rate is as precise as the stated one. Empty if nothing was computed."""
        if self.stated is None or self.computed is None:
            return ""
        return shown(self)[1] if self.check in (CHANGE, SUM) else f"{self.stated.rounded(self.computed.value):f}"

    @property
    def needs_a_look(self) -> bool:
        """Whether an editor should look at the sentence again."""
        return self.verdict in (INCONSISTENT, TRUNCATED) or bool(self.verdict == QUALIFIER_OK and self.remark)


def shown(ruling: Ruling) -> tuple[str, str, str]:
    """Return the least, computed and greatest figure, finer than the stated one. Empty if nothing was computed."""
    span = ruling.computed
    if span is None:
        return "", "", ""
    places = max(_PLACES, ruling.stated.places + 2 if ruling.stated else 0)
    return _plain(span.low, places), _plain(span.value, places), _plain(span.high, places)


def _plain(number: Decimal, places: int) -> str:
    text = f"{PrintedNumber('', Decimal(0).scaleb(-places)).rounded(number):f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def ruling_of(check: str, stated: PrintedNumber, computed: Span, word: str = "") -> tuple[str, str]:
    """Return the verdict on `stated`, and a remark on the qualifier before it."""
    if word:
        held = holds(word, stated, computed)
        return (QUALIFIER_OK if held.holds else INCONSISTENT), held.remark
    if check == SHARE:
        return _of_share(stated, computed), ""
    return (_of_sum if check in (SUM, CHANGE) else bare)(stated, computed), ""


def bare(stated: PrintedNumber, computed: Span) -> str:
    """Return the verdict on a rate without a qualifier."""
    if stated.rounded(computed.value) == stated.value:
        return EXACT
    if stated.cut(computed.value) == stated.value:
        return TRUNCATED
    return WITHIN if _meet(stated.span(), computed) else INCONSISTENT


def _of_share(stated: PrintedNumber, computed: Span) -> str:
    """Return the verdict on a share. It is OK if rounding allows it, even if truncation would explain it as well."""
    is_close = stated.rounded(computed.value) == stated.value or _meet(stated.span(), computed)
    return OK if is_close else bare(stated, computed)


def _of_sum(stated: PrintedNumber, computed: Span) -> str:
    """Return the verdict on a sum or difference. It is exact only if the printed terms give it without rounding."""
    if stated.value == computed.value:
        return EXACT
    if _meet(stated.span(), computed):
        return WITHIN
    return TRUNCATED if stated.cut(computed.value) == stated.value else INCONSISTENT


def _meet(stated: Span, computed: Span) -> bool:
    """Whether the two ranges overlap. Touching ends do not count: such a value would round to another figure."""
    return stated.low < computed.high and computed.low < stated.high


_STEPS = {Decimal(1000): "a thousandfold", Decimal(10): "a decimal place", Decimal(100): "two decimal places"}
_PER_CENT = ("%", "pct", "per cent", "percent")
# Digits below which a figure may agree by chance: with one of several guesses, and with a single guess.
_ENOUGH, _LEAST = 3, 2
_MOST = 3  # hints for one figure


def hints(claim: PrintedClaim, check: str, neighbours: Sequence[PrintedClaim]) -> tuple[str, ...]:
    """Return up to three hints for a wrong figure, each an ending of "would be right if …"."""
    stated, computed = claim.number(NEEDS[check][0]), claim.worked_out(check)
    guesses = [*_simple(claim, check, stated, computed)]
    if check == RATE:
        guesses += _other_formula(claim, stated)
        guesses += _of_another(claim, stated, neighbours)
    guesses += _other_scale(claim, check, stated, computed)
    guesses += _swapped_digits(claim, check, stated, computed)
    if check == SUM:
        guesses += _part_left_out(claim, stated, computed)
    return tuple(dict.fromkeys(guesses))[:_MOST]


def _fits(stated: PrintedNumber, computed: Span) -> bool:
    return bare(stated, computed) != INCONSISTENT


def _clearly(stated: PrintedNumber, computed: Span) -> bool:
    return bare(stated, computed) in (EXACT, TRUNCATED)


def _simple(claim: PrintedClaim, check: str, stated: PrintedNumber, computed: Span) -> Iterator[str]:
    word = stated.mark or claim.qualifier
    if word and _fits(stated, claim.worked_out(check)):
        yield f"it stood without “{word}”"
    if stated.value and _fits(stated, _negative(computed)):
        yield "the sign were the other"


def _other_formula(claim: PrintedClaim, stated: PrintedNumber) -> Iterator[str]:
    """Yield hints for other formulas on the same two levels: another base, the ratio, the difference."""
    now = claim.span("value")
    base = claim.span("comparison_value")
    may_be_zero = now.low <= 0 <= now.high
    if not may_be_zero:
        swapped = value_spans.growth(base, now)
        if _fits(stated, _negative(swapped)):
            yield "it were worked out on the newer level"
        if _fits(stated, swapped):
            yield "the two levels were swapped"
    if _fits(stated, now.over(base).times(HUNDRED)):
        yield "it were the level in per cent of the one before, not the change"
    if _clearly(stated, now.minus(base)):
        points = "percentage points" if claim.unit in _PER_CENT else claim.unit or "points"
        yield f"it were the difference of the two levels, in {points}"


def _of_another(claim: PrintedClaim, stated: PrintedNumber, neighbours: Sequence[PrintedClaim]) -> Iterator[str]:
    """Yield a hint for the first other claim of the text whose levels give the stated rate."""
    if len(stated.value.as_tuple().digits) < _LEAST:
        return
    for neighbour in neighbours:
        if not neighbour.has_levels or _levels(neighbour) == _levels(claim):
            continue
        growth = _worked_out(neighbour, RATE)
        has_same_rate = neighbour.has("stated_pct") and neighbour.number("stated_pct").value == stated.value
        if growth and (_clearly(stated, growth) or (has_same_rate and _fits(stated, growth))):
            levels = f"{neighbour.number('comparison_value').text} to {neighbour.number('value').text}"
            pair = f"{levels} {neighbour.unit}".rstrip()
            yield f"it were the rate of another claim of this text ({pair})"
            return


def _levels(claim: PrintedClaim) -> tuple[Decimal, Decimal]:
    return claim.number("comparison_value").value, claim.number("value").value


def _other_scale(claim: PrintedClaim, check: str, stated: PrintedNumber, computed: Span) -> Iterator[str]:
    """Yield a hint for the first figure that a shift of the decimal point or unit would make right."""
    result, needs = NEEDS[check]
    for step, words in _STEPS.items():
        if any(_clearly(stated, computed.times(factor)) for factor in (step, 1 / step)):
            yield f"{result} were off by {words}"
            return
        for name in needs:
            if name != "parts" and any(_clearly(stated, scaled) for scaled in _scaled(claim, check, name, step)):
                yield f"{name} were off by {words}"
                return


def _scaled(claim: PrintedClaim, check: str, name: str, step: Decimal) -> Iterator[Span]:
    """Yield the results of a check with the level `name` multiplied and divided by `step`."""
    figure = claim.number(name)
    for factor in (step, 1 / step):
        result = _worked_out(claim.having(name, replace(figure, value=figure.value * factor)), check)
        if result is not None:
            yield result


def _swapped_digits(claim: PrintedClaim, check: str, stated: PrintedNumber, computed: Span) -> Iterator[str]:
    """Yield a hint for each swap of two neighbouring digits, in the stated figure or a level, that makes it right."""
    result, needs = NEEDS[check]
    for swapped in _swapped(stated, _LEAST):
        if ruling_of(check, swapped, computed)[0] in (EXACT, "ok"):
            yield f"two digits of {result} were swapped ({swapped.text})"
    if len(stated.value.as_tuple().digits) < _ENOUGH or needs == ("parts",):
        return
    for name in needs:
        for swapped in _swapped(claim.number(name), _ENOUGH):
            changed = _worked_out(claim.having(name, swapped), check)
            if changed and stated.rounded(changed.value) == stated.value:
                yield f"two digits of {name} were swapped ({swapped.text})"


def _part_left_out(claim: PrintedClaim, stated: PrintedNumber, total: Span) -> Iterator[str]:
    """Yield a hint for each part that would make the sum right if it were left out or had the other sign."""
    parts = [part for part in claim.parts if isinstance(part, PrintedNumber)]
    for part in parts:
        if len(parts) > _LEAST and stated.value == total.value - part.value:
            yield f"{part.text} were no part of it"
        if stated.value == total.value - 2 * part.value:
            yield f"{part.text} had the other sign"


def _swapped(figure: PrintedNumber, least: int) -> Iterator[PrintedNumber]:
    """Yield `figure` with each pair of neighbouring digits swapped; nothing if it has fewer than `least` digits."""
    if len(figure.value.as_tuple().digits) < least:
        return
    text = str(figure.value)
    digits = [place for place, sign in enumerate(text) if sign.isdigit()]
    for first, second in pairwise(digits):
        if text[first] != text[second]:
            signs = list(text)
            signs[first], signs[second] = signs[second], signs[first]
            number = printed("".join(signs))
            if isinstance(number, PrintedNumber):
                yield number


def _worked_out(claim: PrintedClaim, check: str) -> Span | None:
    try:
        return claim.worked_out(check)
    except ZeroDivisionError:
        return None


def _negative(span: Span) -> Span:
    return Span(-span.high, -span.value, -span.low)
