"""Figures: what a figure of an editor's sentence comes to, and whether a figure of the releases may be printed so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from generator.commentary.editor_vocabulary import CODES, Vocabulary, vocabulary_of

_ABOUT = Decimal("0.05")
_NOUGHTS = Decimal("0.012")  # how far noughts at the end of a sum may stand for open digits: "$450 million"
_FRACTION = Decimal("0.06")  # what "half" or "doubled" leaves open
_ROOM = Decimal("0.15")  # how far "over" and "under" reach
_EXACT = "exact"
_QUALIFIERS = ("about", "over", "under")
_KILOGRAMS = 1000  # in a tonne
_MILLION = 6  # power of ten
_FULL = 1000  # numbers from here on that are written in full may end with noughts that stand for open digits


@dataclass(frozen=True)
class Figure:
    """A figure as an editor wrote it: its worth, what its last digit stands for, and its unit.

    The unit is that of money, kg, pct, pp, ratio, count, `fraction` (in per cent) or `multiple`. `qualifier` is exact,
    about, over or under, by the word beside it, which stands between `start` and `end`; `core` is where digits and unit
    are alone.
    """

    start: int
    end: int
    words: str
    value: Decimal
    step: Decimal
    unit: str
    qualifier: str = _EXACT
    core: tuple[int, int] = (0, 0)

    @property
    def is_decimal(self) -> bool:
        """Whether it has a point, and so the digits that its author wants: "$1 billion" is no 1.14 billion."""
        return re.search(r"\d\.\d", self.words) is not None

    def prints(self, value: Decimal) -> bool:
        """Say whether `value` may be printed as this figure; its sign is the verb's affair."""
        size, shown = abs(value), self.value
        if self.unit in {"fraction", "multiple"}:
            return self._is_near(size, _FRACTION * shown)
        half = self.step / 2
        coarse = _coarse(shown) / 2
        match self.qualifier:
            case "about":
                reach = max(half, min(coarse, _ABOUT * shown), shown * Decimal("0.03"))
                return abs(size - shown) <= reach
            case "over":
                return shown < size <= shown + max(_ROOM * shown, 2 * coarse)
            case "under":
                return shown - max(_ROOM * shown, min(2 * coarse, shown / 2)) <= size <= shown + half / 100
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
    """Return the figure that a pattern found, None where it is none; `money` is the currency of the edition."""
    reading = _in_words(match, words) or _in_digits(match, words, money)
    if reading is None:
        return None
    value, step, unit = reading
    parts = match.groupdict()
    places = ("", "_after", "_inside")
    qualifiers = [kind for kind in _QUALIFIERS if any(parts.get(f"{kind}{place}") for place in places)]
    return Figure(*match.span(), match[0], value, step, unit, qualifiers[0] if qualifiers else _EXACT, _core(match))


Worth = tuple[Decimal, Decimal, str]  # a value, what its last digit stands for, and its unit


def _in_words(match: re.Match[str], words: Vocabulary) -> Worth | None:
    """Return what "half", "half a per cent" or "doubled" comes to."""
    if match["fraction"]:
        value = Decimal(str(words.keyed("fractions", match["fraction"])))
        is_small = bool(match.groupdict().get("of_one"))
        return (value / 100, Decimal("0.1"), "pct") if is_small else (value, Decimal(1), "fraction")
    if match["multiple"]:
        return Decimal(str(words.keyed("multiples", match["multiple"]))), Decimal(1), "multiple"
    return None


def _in_digits(match: re.Match[str], words: Vocabulary, money: str) -> Worth | None:
    """Return what digits, or a number in words, come to with their scale and unit."""
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
    step = _step(value, power, worth if before and parts["scale"] else None, in_words=not digits)
    unit = _unit(match, words, money if before else "count")
    if unit == "count" and number is not None and number <= 1:
        return None  # "one": a word more often than a figure
    if unit == "t":
        return worth * _KILOGRAMS, step * _KILOGRAMS, "kg"
    is_more = unit == "ratio" and re.search(words.data.get("more_by", "(?!)"), match.string[: match.start()])
    return (worth + 1 if is_more else worth), step, unit  # "grew by 1.5 times" is 2.5 times as much


def _summed(parts: str, words: Vocabulary) -> Decimal:
    """Return what the parts of a sum before its last come to: 1 ارب 14."""
    total = Decimal(0)
    for number, name in re.findall(r"(\S+)\s(\S+)\s", parts):
        count = Decimal(number.replace(",", "")) if number[0].isdigit() else Decimal(words.worth(number) or 0)
        total += count.scaleb(words.keyed("scales", name))
    return total


def _step(value: Decimal, power: int, digits: Decimal | None, *, in_words: bool) -> Decimal:
    """Return what the last digit of a figure stands for; noughts at the end of a long one stand for open digits.

    A sum in two units, of which `digits` is all, shows three figures (audit/patterns). "A billion" is told to
    a tenth: it is no 970 million.
    """
    exponent = int(value.as_tuple().exponent)
    step = Decimal(1).scaleb(exponent + power)
    if digits is not None:
        size = digits.adjusted()
        return max(step, min(_coarse(digits), Decimal(1).scaleb(size - (2 if size >= _MILLION else 1))))
    if in_words:
        return step / 10 if power else step
    if exponent == 0 and value >= _FULL:
        finest = value.adjusted() - (1 if power == 0 else 2)
        return max(step, min(_coarse(value), Decimal(1).scaleb(finest)).scaleb(power))
    return step


def _unit(match: re.Match[str], words: Vocabulary, otherwise: str) -> str:
    """Return the unit of a figure: that of the sign before it, of the words behind it, else `otherwise`."""
    if match["money"]:
        return words.sign(match["money"])
    return words.unit(match["unit"]) if match["unit"] else otherwise


_CORE = ("money", "quarter", "parts", "digits", "number", "fraction", "of_one", "multiple", "scale", "unit")


def _core(match: re.Match[str]) -> tuple[int, int]:
    """Return where the digits of a figure and its unit stand, without the word for what they leave open."""
    groups = match.re.groupindex
    spans = [match.span(name) for name in _CORE if name in groups and match[name]]
    return min(start for start, _ in spans), max(end for _, end in spans)


def figures_in(text: str, language: str, money: str) -> Iterator[Figure]:
    """Yield the figures of a text in order; dates, years and codes are none. `money` is the edition's currency."""
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
    """Say whether what looks like a figure is the number of a year."""
    parts = match.groupdict()
    is_bare = not (parts["unit"] or parts["scale"] or parts["money"])
    return is_bare and re.fullmatch(r"(?:19|20)\d\d", parts["digits"] or "") is not None


def is_one(match: re.Match[str], words: Vocabulary) -> bool:
    """Say whether what looks like a figure is "one tonne", of which an average value is told."""
    is_said = match["number"] is not None and words.worth(match["number"]) == 1
    return is_said and not match["scale"] and bool(match["unit"]) and words.unit(match["unit"]) in {"t", "kg"}


def _coarse(value: Decimal) -> Decimal:
    """Return what the last digit that is no nought stands for."""
    return Decimal(1).scaleb(int(value.normalize().as_tuple().exponent)) if value else Decimal(1)
