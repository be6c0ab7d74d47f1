"""Rules on a print: a correct rounding of its claim, in the claim's unit, with the claim's qualifier."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from generator.audit import phrases, rounds
from generator.audit.edition import Data, Mark, seen
from generator.audit.evidence import Evidence
from generator.audit.gathered import number
from generator.audit.grounds import Grounds, beside
from generator.audit.numerals import Print
from generator.audit.passages import Passage
from generator.audit.signs import sign_before
from generator.audit.tongues import Lexicon, Near, any_of
from generator.trade.currency import is_money

_NEAR = Decimal("0.03")
_SLIGHT = Decimal("0.005")  # what the rounding of a print may add to that
_THOUSAND, _MILLION = 10**3, 10**6  # of any currency: smaller sums are printed whole
_SCALES = tuple(Decimal(10) ** power for power in (6, 9, 12))
_TWO = tuple(scale / 100 for scale in _SCALES)  # what two decimals of each stand for
_ENOUGH = Decimal("0.01")  # two decimals are enough; more may be printed, so that a change recomputes
_THREE_FIGURES = 100
_NEEDS = {"over": {"over"}, "at_least": {"at_least"}, "about": {"about"}, "exact": set()}


def rounding(passage: Passage, grounds: Grounds) -> Iterator[str]:
    """Yield the prints that no value of their claim's reading allows."""
    for mark, claim in grounds.marked(passage):
        shown, said = grounds.print(passage, mark), passage.said.printed(mark)
        if claim["kind"] in phrases.KINDS:
            if problem := phrases.fault(said, claim, grounds):
                yield f"{said!r} is {claim['id']}; {problem}"
            elif not _is_listed(said, claim):
                yield f"{said!r} is not among the prints of {claim['id']}: {claim['printed']}"
        elif not number(claim["high"]) and not number(claim["low"]) and said.lower() in grounds.lexicon.nothing:
            continue
        elif shown is None:
            yield f"{said!r} is no print that can be read"
        elif not _is_listed(said, claim):
            yield f"{said!r} is not among the prints of {claim['id']}: {claim['printed']}"
        elif not _fits(shown, claim, grounds) and not _is_difference(shown, claim, passage, grounds):
            reach = f"{claim['low']} to {claim['high']}"
            yield f"{said!r} is no rounding of {claim['id']}, which is {claim['value']} and reads {reach}"
        elif _is_open(shown, claim):
            yield f"{said!r} is in full, with zeros for digits that {claim['id']} leaves open: {claim['value']}"


def _is_open(shown: Print, claim: Data) -> bool:
    """Say whether a sum of millions is printed in full though its reading leaves more than its thousands open."""
    wide = number(claim["high"]) - number(claim["low"]) > _THOUSAND < shown.coarse
    return wide and claim["kind"] == "sum" and shown.scale == 1 and abs(shown.value) >= _MILLION


def _is_listed(said: str, claim: Data) -> bool:
    return "printed" not in claim or said in {" ".join(seen(form).split()) for form in claim["printed"]}


def _fits(shown: Print, claim: Data, grounds: Grounds) -> bool:
    low, value, high = (number(claim[end]) for end in ("low", "value", "high"))
    if not shown.signed and value < 0:
        low, value, high = -high, -value, -low
    if shown.in_words in grounds.lexicon.sizes:
        sizes = [size for size in grounds.lexicon.sizes[shown.in_words] if size.unit == claim["unit"]]
        kind = next((kind for kind, words in grounds.lexicon.before.items() if shown.bound in words), "")
        return any(_is_size(size, kind, number(claim["low"]), number(claim["high"])) for size in sizes)
    if claim["kind"] in {"level", "background"}:
        return _own_digits(shown, value, claim, grounds.evidence)
    if claim["kind"] == rounds.KIND:
        return shown.value == value  # a round number is as round as it is
    if claim["qualifier"] == "at_least":
        return shown.value <= low < shown.value + shown.coarse
    half = shown.coarse / 2
    if claim["qualifier"] == "about":
        half = max(half, abs(shown.value) * _NEAR + min(half, abs(shown.value) * _SLIGHT))
    return shown.value - half <= low and high <= shown.value + half


def _is_size(size: Near, bound: str, low: Decimal, high: Decimal) -> bool:
    """Say whether a reading is what a word for a size means: "doubled", "more than doubled", "nearly halved"."""
    middle, reach = (size.low + size.high) / 2, Decimal(100 if size.unit == "pct" else 1)
    if bound == "over":  # as far as the next such word
        return middle <= low and high < middle + reach if middle > 0 else middle - reach < low and high <= middle
    if bound == "about":
        return abs(low - middle) <= reach / 10 and abs(high - middle) <= reach / 10
    return not bound and size.low <= low and high <= size.high


def _is_difference(shown: Print, claim: Data, passage: Passage, grounds: Grounds) -> bool:
    """Say whether a change in money is the difference of two levels that are printed beside it, to their last digit.

    A reader takes one from the other and must find what is printed, though each of the two is only a reading.
    """
    ends = [cell for key in grounds.evidence.cells_of(claim) if (cell := grounds.evidence.cells.get(key))]
    whole = [_in_full(cell, grounds.evidence) for cell in ends]
    between = {abs(number(claim["value"])), _between(whole) if shown.scale == 1 else None}
    if claim["formula"][0] != "difference" or abs(shown.value) not in between:
        return False
    steps = [_last_digit(cell, grounds.evidence) for cell in ends]
    return all(step[0] <= shown.coarse for step in steps) and all(_stands_in(cell, passage, grounds) for cell in ends)


def _between(whole: Sequence[Decimal]) -> Decimal | None:
    return abs(whole[0] - whole[1]) if len(whole) == len("ab") else None


def _stands_in(cell: Data, passage: Passage, grounds: Grounds) -> bool:
    levels = [claim for claim in grounds.evidence.claims.values() if claim["kind"] == "level"]
    own = [claim for claim in levels if grounds.evidence.cells.get(claim["formula"][-1]) == cell]
    forms = {cell["text"], *(seen(form) for claim in own for form in claim.get("printed", ()))}
    return any(re.search(rf"(?<![\d.,]){re.escape(form)}(?![\d]|[.,]\d)", passage.paragraph) for form in forms)


def _own_digits(shown: Print, value: Decimal, claim: Data, evidence: Evidence) -> bool:
    """Say whether a level shows its cell's own digits; fewer only where two decimals or more are printed."""
    if (cell := evidence.cells.get(claim["formula"][-1])) is None:
        return False
    if shown.trimmed:
        return _is_near(shown, value)
    fine, coarse = _last_digit(cell, evidence)
    if shown.value == value and shown.fine <= coarse and fine <= shown.coarse:
        return True
    if fine < shown.fine == shown.scale == 1 and value < _MILLION:
        return shown.value == _in_full(cell, evidence)
    enough = shown.scale in _SCALES and fine < shown.fine <= shown.scale * _ENOUGH
    return enough and abs(shown.value - value) <= shown.fine / 2


def _is_near(shown: Print, value: Decimal) -> bool:
    """Say whether a print without its last zeros is a level, or rounds it to two decimals or more of a million or more.

    Two digits at least are printed: "11.4" hundred million stands for 1.14 billion, and no more for 1.1.
    """
    steps = [Decimal(10) ** power for power in (10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)]
    known = [step for step in steps if not shown.value % step and shown.value >= 10 * step]
    return shown.value == value or any(
        abs(shown.value - value) <= step / 2 for step in known if _is_enough(step, shown.value)
    )


def _is_enough(step: Decimal, value: Decimal) -> bool:
    """Say whether a step is two decimals of a million, or of a billion or trillion, or finer where there is one.

    Three figures are enough in the units of Chinese and Urdu: 1.25亿, 12 کروڑ 47 لاکھ.
    """
    if step <= _TWO[0] or step in _TWO or value >= step * _THREE_FIGURES:
        return True
    return any(step < two and value >= two / _ENOUGH for two in _TWO)


def _in_full(cell: Data, evidence: Evidence) -> Decimal:
    """Return a cell published to the cent (or fen) in whole units, half away from zero, a coarser one as it is."""
    value = number(cell["value"])
    return value.quantize(Decimal(1), ROUND_HALF_UP) if _last_digit(cell, evidence)[0] < 1 else value


def _last_digit(cell: Data, evidence: Evidence) -> tuple[Decimal, Decimal]:
    """Return the least and the greatest unit that the last digit of a cell's text may stand for."""
    mark = evidence.documents.get(cell["raw"], {}).get("decimal_mark", ".")
    whole, _, decimals = cell["text"].strip().partition(mark)
    multiplier = number(cell["multiplier"])
    if decimals:
        unit = Decimal(1).scaleb(-len(decimals)) * multiplier
        return unit, unit
    digits = re.sub(r"\D", "", whole)
    zeros = len(digits) - len(digits.rstrip("0"))
    return multiplier, Decimal(1).scaleb(zeros) * multiplier


def unit(passage: Passage, grounds: Grounds) -> Iterator[str]:
    """Yield the prints whose unit is not their claim's."""
    for mark, claim in grounds.marked(passage):
        if (shown := grounds.print(passage, mark)) is None or claim["kind"] in phrases.KINDS:
            continue
        near = _unit_near(passage, mark, grounds)
        found = f"{shown.unit or 'usd'}_per_t" if near == "usd_per_t" else shown.unit or near
        if shown.in_words in grounds.lexicon.sizes or passage.said.printed(mark).lower() in grounds.lexicon.nothing:
            continue
        expected = {"count": None, "index": None}.get(claim["unit"], claim["unit"])
        said = passage.said.printed(mark)
        if (outside := sign_before(passage.words, mark.start)) not in {None, expected}:
            yield f"{said!r} stands after the sign of {outside}, {claim['id']} is in {claim['unit']}"
        is_of_frame = found is None and _money_block(passage, claim["unit"], grounds.lexicon)
        if found != expected and not is_of_frame:
            read = found or "a bare number"
            yield f"{said!r} reads as {read}, {claim['id']} is in {claim['unit']}"


def _unit_near(passage: Passage, mark: Mark, grounds: Grounds) -> str | None:
    """Return the unit just after a bare number, or after its partner ("2.6 to 3.5 times", "8.1 of the 10.2 points").

    Else that in its column's head.
    """
    units, (names, next_to) = grounds.lexicon.units, _units(grounds.lexicon)
    if direct := next_to.match(passage.words[mark.end :]):
        return units.get(" ".join(direct[1].lower().split()))
    told = {units[" ".join(name.lower().split())] for name in names.findall(passage.column)}
    if not told and passage.scale in units:
        told = {units[passage.scale]} & {units[" ".join(name.lower().split())] for name in _frame_units(passage, names)}
    return "usd_per_t" if "usd_per_t" in told else next(iter(sorted(told)), None)


@cache
def _units(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the words for units, and those that stand just after a figure, or after its partner."""
    names = any_of(tuple(lexicon.units))
    return names, re.compile(rf"(?:\s?{lexicon.partner_before})?\s?({names.pattern})", re.IGNORECASE)


def _frame_units(passage: Passage, names: re.Pattern[str]) -> list[str]:
    """Return the words for units in what stands around a bar or a point: "Contribution, percentage points"."""
    return [str(name) for name in names.findall("\n".join(passage.around))]


def _money_block(passage: Passage, unit: str, lexicon: Lexicon) -> bool:
    """Say whether the chart or table says that its bare numbers are millions of `unit`, say US$ million."""
    if not is_money(unit):
        return False
    frame = "\n".join((*passage.around, passage.column))
    return bool(passage.scale) and bool(re.search(lexicon.money_block(unit, passage.scale), frame))


def qualifier(passage: Passage, grounds: Grounds) -> Iterator[str]:
    """Yield the bounds that stand without their word, and the words for a bound beside a figure that is none."""
    for mark, claim in grounds.marked(passage):
        if claim["kind"] == "quoted":
            continue  # "about" is then the speaker's own word
        found, needed = beside(passage, mark, grounds.lexicon), _NEEDS.get(claim["qualifier"], set())
        shown = grounds.print(passage, mark)
        if claim["kind"] in phrases.KINDS or (shown is not None and shown.in_words in grounds.lexicon.sizes):
            continue  # "more than doubled" is judged as one word
        said = passage.said.printed(mark)
        if claim["kind"] == rounds.KIND:
            found -= {"over"}  # "topped" says that it was passed, and crossed.py reads it
        if needed and not found & needed:
            yield f"{said!r} is printed without the word for {claim['qualifier']!r}"
        if not needed and found:
            yield f"{said!r} is {claim['id']}, an exact figure, and stands with a word for {sorted(found)}"
        if needed and "under" in found:
            yield f"{said!r} stands with a word for an upper bound"
