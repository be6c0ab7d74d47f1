"""Mentions: the figures of an English sentence, each with its role by the words around it: rate, level, base, whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from importlib import resources

import yaml

from generator.commentary.editor_vocabulary import CODES, vocabulary_of
from generator.commentary.sentence_figures import Figure, figure_of, is_year
from generator.factcheck.printed_claim import Loose, PrintedNumber
from generator.factcheck.ruling import kind_of

RATE, SHARE, CHANGE, LEVEL, BASE, WHOLE = "rate", "share", "change", "level", "base", "whole"
_WORDS = vocabulary_of("en")
_CLASSES = dict(_WORDS.classes)
_UNKNOWN = {"about": "about", "over": "more than"}  # a word that claims lack is read as this one, by its class
_SURE = 4  # digits: "over $132.59 million" prints the level, "over $20 billion" only bounds it
_LARGE = 4  # least digits for a bare number to be a level: "353,108 bales"
_LONGEST = 15  # most digits of a figure; longer ones are ignored
_TONNE = 3  # powers of ten from a kilogram to a tonne
_EARLIER, _TIME = "‡", "·"
VOLUME, ODD = "volume", "odd"  # units of rates: of tonnes; not computable from two levels ("in real terms")
_SMALL = rf"(?:\s|in|of|for|the|[{_EARLIER}{_TIME}])*"
_LISTED = re.compile(rf"{_SMALL}\s(?:and|or)\s{_SMALL}")
_AT = re.compile(r"(?<!compared )(?<!opposed )(?<!relative )(?<!comparison )\bto\s*$|\bat\s*$", re.IGNORECASE)
_TWO_YEARS = re.compile(r"(?:FY ?)?(?<!\d)(?:19|20)\d\d[-–/]\d\d(?!\d)")


@dataclass(frozen=True)
class Mention:
    """A figure of a sentence with its role."""

    kind: str
    start: int
    end: int
    figure: PrintedNumber | Loose  # in units of one; weights in kilograms
    unit: str = ""
    power: int = 0  # the power of ten that it is printed in
    way: int = 0  # 1 for a rise, -1 for a fall, 0 if no word tells
    word: str = ""  # the qualifier before it
    is_sure: bool = True  # False for a base that only its date tells
    is_apart: bool = False  # a new clause begins between the previous figure and this one


@cache
def words_of(name: str) -> re.Pattern[str]:
    """Return the pattern of a class of words in english.yaml."""
    forms = yaml.safe_load(resources.files(__package__).joinpath("english.yaml").read_text("utf-8"))
    return re.compile(rf"(?<![\w-])(?:{forms[name].replace(' |', '|')})(?![\w-])", re.IGNORECASE)


def mentions_of(sentence: str) -> list[Mention]:
    """Return the rates and levels of a sentence in order. Other figures are ignored."""
    plain = _without_times(sentence)
    figures = list(_figures(plain))
    mentions: list[Mention] = []
    for place, (match, figure) in enumerate(figures):
        end = figures[place + 1][1].core[0] if place + 1 < len(figures) else len(plain)
        begin = mentions[-1].end if mentions else 0
        around = _Around(plain[begin : figure.start], plain[figure.end : end], mentions[-1] if mentions else None)
        read = _percentage if figure.unit in {"pct", "multiple"} else _level
        mention = read(match, figure, around)
        if around.is_part and mentions:
            mentions[-1] = replace(mentions[-1], kind=WHOLE)
        mentions.append(replace(mention, is_apart=around.is_apart))
    return mentions


def _figures(plain: str) -> Iterator[tuple[re.Match[str], Figure]]:
    """Yield the percentages and levels of `plain`, in which placeholders stand for dates and codes."""
    for match in _WORDS.figure.finditer(plain):
        figure = None if is_year(match) else figure_of(match, _WORDS, "count")
        if figure is None or figure.unit in {"pp", "ratio", "fraction"}:
            continue
        if figure.unit == "multiple" and not match["multiple"].endswith("ed"):
            continue  # "double-digit growth"
        digits = (match["digits"] or "").replace(",", "")
        size = len(digits.partition(".")[0])
        if len(digits) > _LONGEST:
            continue
        if figure.unit != "count" or match["scale"] or size >= _LARGE:
            yield match, figure


def _without_times(sentence: str) -> str:
    """Return the sentence, at the same length, with dates and codes replaced by placeholder signs."""
    plain = words_of("before").sub(lambda match: _EARLIER * len(match[0]), sentence)
    for pattern in (CODES, _TWO_YEARS, _WORDS.day, *(pattern for _, pattern in _WORDS.times)):
        plain = pattern.sub(_blotted, plain)
    return plain


def _blotted(match: re.Match[str]) -> str:
    """Return placeholder signs for a date. Keep a "from" before it, which may introduce a comparison."""
    preposition = re.match(r"from (?!.*(?:to|-|–|until|through) )", match[0], re.IGNORECASE)
    begin = preposition[0] if preposition else ""
    return begin + _TIME * (len(match[0]) - len(begin))


@dataclass(frozen=True)
class _Around:
    """The words around a figure: `gap` back to the previous one (`last`), `following` up to the next."""

    gap: str
    following: str
    last: Mention | None

    @property
    def tail(self) -> str:
        """The words before the figure, from the last comma on."""
        return re.split(r"[,;:()—–]", self.gap)[-1]

    def has(self, name: str) -> bool:
        """Whether a word of a class stands near the figure, up to the next comma on either side."""
        return bool(words_of(name).search(self.tail) or words_of(name).search(re.split("[,;]", self.following)[0]))

    @property
    def is_apart(self) -> bool:
        """Whether a new clause begins between the previous figure and this one."""
        onward = rf"\s*$|\s(?:{words_of('onward').pattern}|{_EARLIER})"
        sign = re.search(rf"(?:;|(?<![{_EARLIER}{_TIME}]):)(?!{onward})", self.gap)
        begins = sign or words_of("join").search(self.gap) or _CLASSES["cause"].search(self.gap)
        return self.last is not None and begins is not None

    @property
    def is_part(self) -> bool:
        """Whether the previous figure is the whole of which this is a part: "41 trillion yuan, of which 6 trillion"."""
        return bool(re.match(r"\W*of which\b", self.gap)) and self.last is not None and self.last.kind == LEVEL

    @property
    def follows_rate(self) -> bool:
        """Whether the previous figure is a rate or a difference."""
        return self.last is not None and self.last.kind in {RATE, CHANGE}

    def way(self) -> int:
        """Return 1 for a rise, -1 for a fall, 0 if no word tells. Words right behind the figure count first."""
        behind = re.match(r"\s*(?:[\w-]+\s){0,2}", self.following)
        near = self.following[: behind.end() + 12] if behind else ""
        ways = [(match.start(), way) for way, match in _ways(near) if len(near[: match.start()].split()) <= 1]
        if ways and not re.search(r"[^\w\s-]", near[: min(ways)[0]]):
            return min(ways)[1]
        if re.search(r"(?:[-−–]|minus )\s?$", self.gap):
            return -1
        ways = [(match.start(), way) for way, match in _ways(self.gap)]
        return max(ways)[1] if ways else int(bool(re.search(r"(?:\+|plus )\s?$", self.gap)))


def _ways(text: str) -> Iterator[tuple[int, re.Match[str]]]:
    for way, kind in ((1, "up"), (-1, "down")):
        for match in _CLASSES[kind].finditer(text):
            yield way, match


def _percentage(match: re.Match[str], figure: Figure, around: _Around) -> Mention:
    start = figure.start
    end = figure.end
    word = _word(match, figure)
    if figure.unit == "multiple":
        rate = (figure.value - 1) * 100
        tens = Decimal(rate).normalize()  # "doubled" is read as 100 per cent, to the nearest hundred
        way = 1 if rate > 0 else -1
        return Mention(RATE, start, end, PrintedNumber(f"{tens:f}", tens), way=way, word=word or "")
    digits = (match["digits"] or str(figure.value)).replace(",", "")
    way = around.way()
    shares = [word.start() for word in _CLASSES["share"].finditer(around.gap)]
    changes = [word.start() for _, word in _ways(around.gap)]
    is_of = re.match(r"\s*of\b", around.following) is not None
    is_share_word_last = bool(shares) and max(shares) >= max(changes, default=0)
    stated: PrintedNumber | Loose = PrintedNumber(digits, Decimal(digits)) if word is not None else Loose(match[0])
    unit = next((name for name in (ODD, VOLUME) if around.has(name)), "")
    if _ends(around.gap, "base") or re.search(r"\bto\s*$", around.gap):
        unit = ODD  # "cut to 5% from 3%"
    if is_of or is_share_word_last or around.is_part:
        return Mention(SHARE, start, end, stated, unit, way=0, word=word or "")
    return Mention(RATE, start, end, stated, unit, way=way, word=word or "")


def _word(match: re.Match[str], figure: Figure) -> str | None:
    """Return the qualifier before a rate, as claims spell it; "" if there is none, None if claims lack it."""
    word = match.string[figure.start : figure.core[0]].strip()
    if not word or kind_of(word):
        return word
    return _UNKNOWN.get(figure.qualifier)


def _level(match: re.Match[str], figure: Figure, around: _Around) -> Mention:
    word = match.string[figure.start : figure.core[0]].strip()
    is_beside = bool(word) and around.follows_rate and not around.gap.strip(" .")
    kind, is_sure = (BASE, True) if is_beside else _kind(around)
    scale = int(_WORDS.keyed("scales", match["scale"])) if match["scale"] else 0
    value = figure.value.quantize(Decimal(1).scaleb(figure.step.adjusted()))
    is_loose = bool(word) and not is_beside and len(value.normalize().as_tuple().digits) < _SURE
    number: PrintedNumber | Loose = Loose(match[0]) if is_loose else PrintedNumber(match[0], value)
    unit = _unit(match, figure, around)
    power = scale
    if figure.unit == "kg" and match["unit"] and _WORDS.unit(match["unit"]) != "kg":
        power = scale + _TONNE
    way = around.way() if kind == CHANGE else 0
    return Mention(kind, figure.start, figure.end, number, unit, power, way, is_sure=is_sure)


def _unit(match: re.Match[str], figure: Figure, around: _Around) -> str:
    """Return the unit of a level. A bare number takes the previous level's unit, or the noun behind it."""
    divisor = re.match(r"\s?(?:/|per |an? )\s?([a-z]+)", around.following)
    if match["unit"] == "Mt":
        return "Mt"
    if figure.unit != "count":
        return f"{figure.unit}/{divisor[1]}" if divisor else figure.unit
    noun = re.match(r"\s([a-z]+)", around.following)
    is_bare = noun is None or bool(re.match(r"(?:in|a|to|from|against|the|last|and|or|on|for|during)$", noun[1]))
    if is_bare and match["scale"] and around.last is not None and around.last.unit:
        return around.last.unit
    return f"count {noun[1]}" if noun else "count"


def _kind(around: _Around) -> tuple[str, bool]:
    """Return the kind of a level, and whether a word, not merely a date, tells it."""
    tail, last = around.tail, around.last
    if last is not None and last.kind in {LEVEL, BASE} and _LISTED.fullmatch(around.gap):
        return last.kind, last.is_sure
    behind = rf"\s(?:{words_of('difference_behind').pattern})"
    is_or = around.follows_rate and last is not None and last.way != 0 and re.fullmatch(r",?\s*or\s*", around.gap)
    if is_or or _ends(tail, "difference") or re.match(behind, around.following, re.IGNORECASE):
        return CHANGE, True
    is_whole = words_of("whole").fullmatch(around.gap.strip(" ,") + " ")
    if is_whole and not around.is_part:
        return WHOLE, True
    if around.is_part or (_AT.search(tail) and not words_of("past").match(tail.strip())):
        return LEVEL, True
    if _is_base(around):
        return BASE, True
    return (BASE, False) if _has_time_of_base(around) else (LEVEL, True)


def _has_time_of_base(around: _Around) -> bool:
    """Whether an earlier date stands beside a level, or the level stands in brackets behind another one."""
    if re.fullmatch(rf"\s*\((?:[{_EARLIER}{_TIME}\s]+:\s)?", around.gap) and around.following.startswith(")"):
        return around.last is not None and around.last.kind == LEVEL
    links = r"(?:(?:in|during|for|of|recorded|reported|paid|posted|on)\s+)*"
    behind = re.match(rf"\W*{links}(?:{_TIME}+\s*)?{_EARLIER}", around.following)
    return bool(behind and not _ends(around.tail, "to")) or _EARLIER in around.tail


def _is_base(around: _Around) -> bool:
    """Whether the words before a level make it the base of a comparison."""
    gap, tail = around.gap, around.tail
    bases = list(words_of("base").finditer(tail))
    behind = tail[bases[-1].end() :] if bases else ""
    has_verb = words_of("verb").search(behind) or next(_ways(behind), None)
    if bases and not has_verb:
        return True
    is_past = words_of("past").match(tail.strip()) is not None
    is_named = bool(words_of("base").search(gap)) or _EARLIER in gap
    if is_past and (is_named or re.search(r"\bhad\b", tail)):
        return True
    is_beside = around.follows_rate and words_of("beside").search(gap) is not None
    if gap.rstrip().endswith("(") and (is_named or is_beside):
        return True
    words = rf"(?:[\w’'{_EARLIER}{_TIME}-]+\s+){{0,5}}"
    pattern = rf"\s*(?:\w+\s+)?(?:{words_of('beside').pattern})\s+(?:the\s+)?{words}"
    return around.follows_rate and re.fullmatch(pattern, tail, re.IGNORECASE) is not None


def _ends(text: str, name: str) -> bool:
    """Whether a text ends with a word of a class."""
    return re.search(rf"(?:{words_of(name).pattern})\s*$", text, re.IGNORECASE) is not None
