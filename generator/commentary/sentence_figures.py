"""Figures: parses the figures of an editor's sentence, and decides whether a value may be printed as one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from generator.commentary.editor_vocabulary import CODES, Vocabulary, vocabulary_of

_ABOUT = Decimal("0.05")
_NOUGHTS = Decimal("0.012")  # how far a sum that ends in zeros may be rounded: "$450 million"
_FRACTION = Decimal("0.06")  # how far "half" or "doubled" may be rounded
_ROOM = Decimal("0.15")  # how far "over" and "under" reach
_EXACT = "exact"
_QUALIFIERS = ("about", "over", "under")
_KILOGRAMS = 1000  # in a tonne
_MILLION = 6  # power of ten
_FULL = 1000  # from here on, zeros at the end of a number in full may stand for rounded digits


@dataclass(frozen=True)
class Figure:
    """A figure as an editor wrote it."""

    start: int  # offsets in the sentence, with the qualifier
    end: int
    words: str
    value: Decimal
    step: Decimal  # one unit of the last digit
    unit: str  # a currency, kg, pct, pp, ratio, count, fraction (in per cent) or multiple
    qualifier: str = _EXACT  # or about, over, under
    core: tuple[int, int] = (0, 0)  # offsets of digits and unit alone

    @property
    def is_decimal(self) -> bool:
        """Whether it has a decimal point, and so is meant to be as precise as printed."""
        return re.search(r"\d\.\d", self.words) is not None

    def prints(self, value: Decimal) -> bool:
        """Whether `value` may be printed as this figure. The sign is ignored: the verb states it."""
        size = abs(value)
        shown = self.value
        if self.unit in {"fraction", "multiple"}:
            return self._is_near(size, _FRACTION * shown)
        half = self.step / 2
        coarse = _coarse(shown) / 2
        match self.qualifier:
            case "about":
                reach = max(half, min(coarse, _ABOUT * shown), shown * Decimal("0.03"))
                return abs(size - shown) <= reach
            case "over":
                most = shown + max(_ROOM * shown, 2 * coarse)
                return shown < size <= most
            case "under":
                least = shown - max(_ROOM * shown, min(2 * coarse, shown / 2))
                return least <= size <= shown + half / 100
            case _:
                if self.unit in {"pct", "pp", "ratio", "count"} or self.is_decimal:
                    return abs(size - shown) <= half
                reach = max(min(half, _ABOUT * shown), min(coarse, _NOUGHTS * shown))
                return abs(size - shown) <= reach

    def _is_near(self, size: Decimal, reach: Decimal) -> bool:
        if self.value < 1 and self.qualifier in {"over", "under"}:  # "more than halved" is less than half
            size = 2 * self.value - size
        match self.qualifier:
            case "over":
                return self.value < size <= self.value + 4 * reach
            case "under":
                return self.value - 3 * reach / 2 <= size <= self.value
            case "about":
                return abs(size - self.value) <= 2 * reach
            case _:
                return abs(size - self.value) <= reach


def figure_of(match: re.Match[str], words: Vocabulary, money: str) -> Figure | None:
    """Return the figure of a match; None if it is not one. `money` is the currency of the edition."""
    reading = _in_words(match, words) or _in_digits(match, words, money)
    if reading is None:
        return None
    value, step, unit = reading
    parts = match.groupdict()
    qualifier = _EXACT
    for kind in _QUALIFIERS:
        if parts.get(kind) or parts.get(f"{kind}_after") or parts.get(f"{kind}_inside"):
            qualifier = kind
            break
    return Figure(*match.span(), match[0], value, step, unit, qualifier, _core(match))


Worth = tuple[Decimal, Decimal, str]  # a value, one unit of its last digit, and its unit of measure


def _in_words(match: re.Match[str], words: Vocabulary) -> Worth | None:
    """Return the worth of "half", "half a per cent" or "doubled"; None for other figures."""
    if match["fraction"]:
        value = Decimal(str(words.keyed("fractions", match["fraction"])))
        is_small = bool(match.groupdict().get("of_one"))
        return (value / 100, Decimal("0.1"), "pct") if is_small else (value, Decimal(1), "fraction")
    if match["multiple"]:
        return Decimal(str(words.keyed("multiples", match["multiple"]))), Decimal(1), "multiple"
    return None


def _in_digits(match: re.Match[str], words: Vocabulary, money: str) -> Worth | None:
    """Return the worth of digits or a number in words, with its scale and unit; None if there is no number."""
    parts = match.groupdict()
    digits = (parts["digits"] or "").replace(",", "")
    number = None if digits else words.worth(parts["number"])
    if not digits and number is None:
        return None
    value = Decimal(digits) if digits else Decimal(number or 0)
    if parts.get("quarter"):
        value += Decimal(str(words.keyed("quarters", parts["quarter"])))
    power = words.keyed("scales", parts["scale"]) if parts["scale"] else 0
    before = _summed(parts.get("parts") or "", words)
    worth = value.scaleb(power) + before
    sum_of_units = worth if before and parts["scale"] else None
    step = _step(value, power, sum_of_units, in_words=not digits)
    default_unit = money if before else "count"
    unit = _unit(match, words, default_unit)
    if unit == "count" and number is not None and number <= 1:
        return None  # "one" is seldom a figure
    if unit == "t":
        return worth * _KILOGRAMS, step * _KILOGRAMS, "kg"
    is_more = unit == "ratio" and re.search(words.data.get("more_by", "(?!)"), match.string[: match.start()])
    return (worth + 1 if is_more else worth), step, unit  # "grew by 1.5 times" is 2.5 times as much


def _summed(parts: str, words: Vocabulary) -> Decimal:
    """Return the sum of the parts of a compound number before its last part: 1 ارب 14."""
    total = Decimal(0)
    for number, name in re.findall(r"(\S+)\s(\S+)\s", parts):
        count = Decimal(number.replace(",", "")) if number[0].isdigit() else Decimal(words.worth(number) or 0)
        total += count.scaleb(words.keyed("scales", name))
    return total


def _step(value: Decimal, power: int, digits: Decimal | None, *, in_words: bool) -> Decimal:
    """Return one unit of the last digit of a figure. Zeros at the end of a long number count as rounded digits.

    `digits` is the whole sum if it is written in two scales; it shows three figures (audit/patterns). A number in words
    with a scale is precise to a tenth: "a billion" is not 900 million.
    """
    exponent = int(value.as_tuple().exponent)
    step = Decimal(1).scaleb(exponent + power)
    if digits is not None:
        size = digits.adjusted()
        finest = size - 2 if size >= _MILLION else size - 1
        return max(step, min(_coarse(digits), Decimal(1).scaleb(finest)))
    if in_words:
        return step / 10 if power else step
    if exponent == 0 and value >= _FULL:
        finest = value.adjusted() - 1 if power == 0 else value.adjusted() - 2
        return max(step, min(_coarse(value), Decimal(1).scaleb(finest)).scaleb(power))
    return step


def _unit(match: re.Match[str], words: Vocabulary, otherwise: str) -> str:
    """Return the unit of a figure: from the sign before it, the words behind it, or else `otherwise`."""
    if match["money"]:
        return words.sign(match["money"])
    return words.unit(match["unit"]) if match["unit"] else otherwise


_CORE = ("money", "quarter", "parts", "digits", "number", "fraction", "of_one", "multiple", "scale", "unit")


def _core(match: re.Match[str]) -> tuple[int, int]:
    """Return the offsets of a figure's digits and unit, without its qualifier."""
    groups = match.re.groupindex
    spans = [match.span(name) for name in _CORE if name in groups and match[name]]
    return min(start for start, _ in spans), max(end for _, end in spans)


def figures_in(text: str, language: str, money: str) -> Iterator[Figure]:
    """Yield the figures of a text in order, without dates, years and codes. `money` is the edition's currency."""
    words = vocabulary_of(language)
    spans = [match.span() for match in words.day.finditer(text)]
    spans += [match.span() for _, pattern in words.times for match in pattern.finditer(text)]
    spans += [match.span() for match in CODES.finditer(text)]
    for match in words.figure.finditer(text):
        is_time = any(start <= match.start() and match.end() <= end for start, end in spans)
        figure = None if is_time or is_year(match) else figure_of(match, words, money)
        if figure is not None:
            yield figure


def is_year(match: re.Match[str]) -> bool:
    """Whether a match of the figure pattern is the number of a year."""
    parts = match.groupdict()
    is_bare = not (parts["unit"] or parts["scale"] or parts["money"])
    return is_bare and re.fullmatch(r"(?:19|20)\d\d", parts["digits"] or "") is not None


def is_one(match: re.Match[str], words: Vocabulary) -> bool:
    """Whether a match of the figure pattern is "one tonne", as in the price of one tonne."""
    is_said = match["number"] is not None and words.worth(match["number"]) == 1
    return is_said and not match["scale"] and bool(match["unit"]) and words.unit(match["unit"]) in {"t", "kg"}


def _coarse(value: Decimal) -> Decimal:
    """Return one unit of the last digit that is not zero."""
    return Decimal(1).scaleb(int(value.normalize().as_tuple().exponent)) if value else Decimal(1)
